package dev.tagwerk.json;

import dev.tagwerk.flow.Encounter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;

/** Writes a collection as Jackson does, but sorted where it has no order. */
final class CollectionWriter extends ValueSerializer<Object> {
    private final ValueSerializer<Object> delegate;

    private CollectionWriter(ValueSerializer<Object> delegate) {
        this.delegate = delegate;
    }

    @SuppressWarnings("unchecked") // a serializer of collections, all of which take any
    static ValueSerializer<?> around(ValueSerializer<?> delegate) {
        return new CollectionWriter((ValueSerializer<Object>) delegate);
    }

    @Override
    public void resolve(SerializationContext context) {
        delegate.resolve(context);
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        return around(delegate.createContextual(context, property));
    }

    @Override
    public boolean isEmpty(SerializationContext context, Object value) {
        return ((Collection<?>) value).isEmpty();
    }

    @Override
    public void serialize(Object value, JsonGenerator json, SerializationContext context) {
        delegate.serialize(stable(value, context), json, context);
    }

    @Override
    public void serializeWithType(
            Object value, JsonGenerator json, SerializationContext context, TypeSerializer types) {
        delegate.serializeWithType(stable(value, context), json, context, types);
    }

    private Object stable(Object value, SerializationContext context) {
        if (value instanceof java.util.EnumSet || !(value instanceof Collection<?> values) || values.size() < 2) {
            return value;
        }
        return Encounter.ordered(values) ? value : Sorting.sorted(values, one -> one, one -> text(one, context));
    }

    private String text(@Nullable Object element, SerializationContext context) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = context.tokenStreamFactory().createGenerator(context, text)) {
            delegate.serialize(Collections.singletonList(element), json, context);
        }
        return text.toString();
    }
}
