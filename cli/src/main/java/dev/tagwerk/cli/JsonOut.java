package dev.tagwerk.cli;

import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The writer of our {@code --json} listings. For one thread at a time.
 *
 * <p>One object per line, always, also on a terminal: a program that reads lines can start with the first, a listing of a
 * million tasks is never held, and what one sees is what a program gets. For people there is {@code | jq}. A field never
 * vanishes: what is not known is null. Instants are ISO 8601 in UTC; durations are seconds with a fraction, and their names end
 * in {@code Seconds}.
 */
final class JsonOut {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Output output;

    JsonOut(Output output) {
        this.output = output;
    }

    /** Prints one object as one line. */
    void line(Consumer<Fields> fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            fields.accept(new Fields(json));
            json.writeEndObject();
        }
        output.println(text.toString());
    }

    /** The fields of one object, in the order in which they are put. For one thread at a time. */
    static final class Fields {
        private final JsonGenerator json;

        private Fields(JsonGenerator json) {
            this.json = json;
        }

        /** Puts text, or null. */
        Fields put(String name, @Nullable String value) {
            json.writeName(name);
            if (value == null) {
                json.writeNull();
            } else {
                json.writeString(value);
            }
            return this;
        }

        /** Puts a whole number. */
        Fields put(String name, long value) {
            json.writeNumberProperty(name, value);
            return this;
        }

        /** Puts a number; what is not finite becomes null, for JSON has no word for it. */
        Fields put(String name, double value) {
            if (Double.isFinite(value)) {
                json.writeNumberProperty(name, value);
            } else {
                json.writeNullProperty(name);
            }
            return this;
        }

        /** Puts a whole number, or null. */
        Fields put(String name, OptionalLong value) {
            if (value.isPresent()) {
                json.writeNumberProperty(name, value.getAsLong());
            } else {
                json.writeNullProperty(name);
            }
            return this;
        }

        /** Puts true or false. */
        Fields put(String name, boolean value) {
            json.writeBooleanProperty(name, value);
            return this;
        }

        /** Puts an instant, or null. */
        Fields put(String name, @Nullable Instant value) {
            return put(name, value == null ? null : value.toString());
        }

        /** Puts a duration in seconds, or null. */
        Fields seconds(String name, @Nullable Duration value) {
            return put(name + "Seconds", value == null ? Double.NaN : value.toNanos() / 1e9);
        }

        /** Puts a list of texts. */
        Fields put(String name, Collection<String> values) {
            json.writeArrayPropertyStart(name);
            values.forEach(json::writeString);
            json.writeEndArray();
            return this;
        }

        /** Puts an object. */
        Fields object(String name, Consumer<Fields> fields) {
            json.writeObjectPropertyStart(name);
            fields.accept(this);
            json.writeEndObject();
            return this;
        }

        /** Puts a list of objects, one for each value. */
        <T> Fields objects(String name, Iterable<T> values, BiConsumer<Fields, T> fields) {
            json.writeArrayPropertyStart(name);
            for (T value : values) {
                json.writeStartObject();
                fields.accept(this, value);
                json.writeEndObject();
            }
            json.writeEndArray();
            return this;
        }
    }
}
