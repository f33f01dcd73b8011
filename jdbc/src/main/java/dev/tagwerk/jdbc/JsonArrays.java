package dev.tagwerk.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Arrays of numbers or texts as JSON: how collections are handed to SQL, and how short lists are kept. */
final class JsonArrays {
    private JsonArrays() {}

    /** Writes numbers. */
    static String numbers(Collection<Long> numbers) {
        StringBuilder json = new StringBuilder(numbers.size() * 8 + 2).append('[');
        for (long number : numbers) {
            if (json.length() > 1) {
                json.append(',');
            }
            json.append(number);
        }
        return json.append(']').toString();
    }

    /** Writes texts. */
    static String texts(Collection<String> texts) {
        StringBuilder json = new StringBuilder(texts.size() * 16 + 2).append('[');
        for (String text : texts) {
            if (json.length() > 1) {
                json.append(',');
            }
            quote(json, text);
        }
        return json.append(']').toString();
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    /** Reads what {@link #numbers} wrote. */
    static List<Long> readNumbers(String json) {
        List<Long> numbers = new ArrayList<>();
        int end = json.length() - 1;
        for (int from = 1; from < end; ) {
            int comma = json.indexOf(',', from);
            int to = comma < 0 ? end : comma;
            numbers.add(Long.parseLong(json, from, to, 10));
            from = to + 1;
        }
        return numbers;
    }

    /** Reads what {@link #texts} wrote. */
    static List<String> readTexts(String json) {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (!inside) {
                inside = c == '"';
            } else if (c == '"') {
                texts.add(text.toString());
                text.setLength(0);
                inside = false;
            } else if (c != '\\') {
                text.append(c);
            } else if (json.charAt(++i) == 'u') {
                text.append((char) Integer.parseInt(json, i + 1, i + 5, 16));
                i += 4;
            } else {
                text.append(json.charAt(i));
            }
        }
        return texts;
    }
}
