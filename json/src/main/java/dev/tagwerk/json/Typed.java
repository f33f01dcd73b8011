package dev.tagwerk.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;

/** A value and what it was declared to be; written by what it is, and with its class where the declared type asks for that. */
record Typed(@Nullable Object value, JavaType declared) {
    /** For the module: how one is written. */
    static final class Writer extends ValueSerializer<Typed> {
        @Override
        public void serialize(Typed typed, JsonGenerator json, SerializationContext context) {
            typed.write(json, context);
        }
    }

    void write(JsonGenerator json, SerializationContext context) {
        if (value == null) {
            json.writeNull();
            return;
        }
        JavaType actual = declared.isJavaLangObject()
                ? context.constructType(value.getClass())
                : declared.isPrimitive() ? declared : context.constructSpecializedType(declared, value.getClass());
        ValueSerializer<Object> writer = context.findContentValueSerializer(actual, null);
        @Nullable TypeSerializer types = context.findTypeSerializer(declared.isJavaLangObject() ? actual : declared);
        if (types == null) {
            writer.serialize(value, json, context);
        } else {
            writer.serializeWithType(value, json, context, types);
        }
    }
}
