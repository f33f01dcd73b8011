package dev.tagwerk.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/** Reads both forms of {@link MapWriter}. */
final class MapReader extends DelegatingDeserializer {
    private final JavaType type;

    MapReader(JavaType type, ValueDeserializer<?> delegate) {
        super(delegate);
        this.type = type;
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegate) {
        return new MapReader(type, delegate);
    }

    @Override
    public @Nullable Object deserialize(JsonParser json, DeserializationContext context) {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return super.deserialize(json, context);
        }
        @SuppressWarnings("unchecked") // made by the instantiator of this map type
        Map<@Nullable Object, @Nullable Object> map =
                (Map<@Nullable Object, @Nullable Object>) _delegatee.getEmptyValue(context);
        while (json.nextToken() == JsonToken.START_ARRAY) {
            json.nextToken();
            Object key = read(json, type.getKeyType(), context);
            json.nextToken();
            map.put(key, read(json, type.getContentType(), context));
            if (json.nextToken() != JsonToken.END_ARRAY) {
                context.reportInputMismatch(type, "a pair of a map has more than two parts");
            }
        }
        return map;
    }

    /** Found when needed, not beforehand: a type may contain maps to itself. */
    private static @Nullable Object read(JsonParser json, JavaType type, DeserializationContext context) {
        ValueDeserializer<Object> reader = context.findRootValueDeserializer(type);
        return json.currentToken() == JsonToken.VALUE_NULL
                ? reader.getNullValue(context)
                : reader.deserialize(json, context);
    }
}
