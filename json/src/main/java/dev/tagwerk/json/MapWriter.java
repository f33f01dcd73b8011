package dev.tagwerk.json;

import dev.tagwerk.flow.Encounter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * Writes a map as an object where its keys have an exact text, else as a list of pairs: {@code [[key, value], …]}. Sorted where
 * it has no order.
 */
final class MapWriter extends ValueSerializer<Object> {
    private final JavaType type;
    private final ValueSerializer<Object> delegate;

    private MapWriter(JavaType type, ValueSerializer<Object> delegate) {
        this.type = type;
        this.delegate = delegate;
    }

    @SuppressWarnings("unchecked") // a serializer of maps, all of which take any
    static ValueSerializer<?> around(JavaType type, ValueSerializer<?> delegate) {
        return new MapWriter(type, (ValueSerializer<Object>) delegate);
    }

    @Override
    public void resolve(SerializationContext context) {
        delegate.resolve(context);
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        return around(type, delegate.createContextual(context, property));
    }

    @Override
    public boolean isEmpty(SerializationContext context, Object value) {
        return ((Map<?, ?>) value).isEmpty();
    }

    @Override
    public void serializeWithType(
            Object value, JsonGenerator json, SerializationContext context, TypeSerializer types) {
        serialize(value, json, context);
    }

    @Override
    public void serialize(Object value, JsonGenerator json, SerializationContext context) {
        Map<?, ?> map = (Map<?, ?>) value;
        if (asObject(map)) {
            delegate.serialize(Encounter.ordered(map) ? map : sortedByKey(map), json, context);
        } else {
            pairs(map, json, context);
        }
    }

    private boolean asObject(Map<?, ?> map) {
        return KeyTexts.exact(type.getKeyType().getRawClass())
                && (map instanceof java.util.SortedMap || map.keySet().stream().noneMatch(key -> key == null));
    }

    private static Map<Object, Object> sortedByKey(Map<?, ?> map) {
        Map<Object, Object> sorted = new LinkedHashMap<>();
        Sorting.sorted(map.entrySet(), Map.Entry::getKey, entry -> String.valueOf(entry.getKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private void pairs(Map<?, ?> map, JsonGenerator json, SerializationContext context) {
        Collection<? extends Map.Entry<?, ?>> entries = Encounter.ordered(map)
                ? map.entrySet()
                : Sorting.sorted(map.entrySet(), Map.Entry::getKey, entry -> text(entry.getKey(), context));
        json.writeStartArray();
        for (Map.Entry<?, ?> entry : entries) {
            json.writeStartArray();
            new Typed(entry.getKey(), type.getKeyType()).write(json, context);
            new Typed(entry.getValue(), type.getContentType()).write(json, context);
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private String text(@Nullable Object key, SerializationContext context) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = context.tokenStreamFactory().createGenerator(context, text)) {
            new Typed(key, type.getKeyType()).write(json, context);
        }
        return text.toString();
    }
}
