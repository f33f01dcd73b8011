package dev.tagwerk.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serial;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/** Writes the name of the class into values of sealed types, where no annotation says otherwise: all there can be are known. */
final class SealedTypes extends JacksonAnnotationIntrospector {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String PROPERTY = "@type";

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        JsonTypeInfo.Value declared = super.findPolymorphicTypeInfo(config, annotated);
        if (declared != null || !(annotated instanceof AnnotatedClass)) {
            return declared;
        }
        Class<?> type = annotated.getRawType();
        // The compiler seals an enum whose constants have bodies; its constants are told apart by name as ever.
        return type.isSealed() && !type.isEnum()
                ? JsonTypeInfo.Value.construct(
                        JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, PROPERTY, null, false, Boolean.TRUE, null)
                : null;
    }
}
