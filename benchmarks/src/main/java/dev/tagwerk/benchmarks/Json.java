package dev.tagwerk.benchmarks;

import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps, lists, texts and numbers as JSON. */
final class Json {
    private Json() {}

    static String of(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text, "\n");
        return text.append('\n').toString();
    }

    private static void write(@Nullable Object value, StringBuilder text, String newLine) {
        String inner = newLine + "  ";
        if (value instanceof Map<?, ?> map) {
            text.append('{');
            for (Iterator<? extends Map.Entry<?, ?>> all = map.entrySet().iterator(); all.hasNext(); ) {
                Map.Entry<?, ?> entry = all.next();
                text.append(inner);
                quote(String.valueOf(entry.getKey()), text);
                text.append(": ");
                write(entry.getValue(), text, inner);
                text.append(all.hasNext() ? "," : newLine);
            }
            text.append('}');
        } else if (value instanceof Collection<?> list) {
            text.append('[');
            for (Iterator<?> all = list.iterator(); all.hasNext(); ) {
                write(all.next(), text, inner);
                text.append(all.hasNext() ? ", " : "");
            }
            text.append(']');
        } else if (value instanceof Double number) {
            // JSON has no word for what is not a number.
            text.append(number.isNaN() || number.isInfinite() ? "null" : number.toString());
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            quote(value.toString(), text);
        }
    }

    private static void quote(String value, StringBuilder text) {
        text.append('"');
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c < ' ') {
                text.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                text.append((char) c);
            }
        });
        text.append('"');
    }
}
