package dev.tagwerk.json;

import dev.tagwerk.flow.ResultCodec;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The codec named {@code json}, on Jackson: records, classes by their fields, generics, {@code java.time}, sealed hierarchies
 * (told apart by {@code "@type"}), maps with keys of any type; the annotations of Jackson are respected. Safe for use by
 * several threads.
 *
 * <p>Jackson's defaults are made for talking to others. Here both sides are the same program, so the settings aim at getting
 * back what was written: zones and offsets stay as they are, unknown and missing properties are errors, nothing is limited in
 * length. What has no order of its own is sorted, so that equal results give equal bytes.
 */
public final class JacksonCodec implements ResultCodec {
    private static final int DEEPEST = 1000;

    private final UnaryOperator<JsonMapper.Builder> settings;

    /** Made by the first use: it costs a fifth of a second, which a run without results shall not pay. */
    private volatile @Nullable JsonMapper mapper;

    /** The codec with our settings; for {@link java.util.ServiceLoader}. */
    public JacksonCodec() {
        this(UnaryOperator.identity());
    }

    private JacksonCodec(UnaryOperator<JsonMapper.Builder> settings) {
        this.settings = settings;
    }

    /** The codec with our settings and more of the user's: modules, mix-ins, features. */
    public static JacksonCodec with(UnaryOperator<JsonMapper.Builder> settings) {
        return new JacksonCodec(Objects.requireNonNull(settings, "settings"));
    }

    @Override
    public String name() {
        return "json";
    }

    @Override
    public byte[] encode(@Nullable Object value, Type type) throws IOException {
        JsonMapper json = mapper();
        try {
            return json.writeValueAsBytes(new Typed(value, javaType(json, type)));
        } catch (JacksonException refused) {
            throw new IOException(message(refused), refused);
        }
    }

    @Override
    public @Nullable Object decode(byte[] bytes, Type type) throws IOException {
        JsonMapper json = mapper();
        try {
            return json.readerFor(javaType(json, type)).readValue(bytes);
        } catch (JacksonException refused) {
            throw new IOException(message(refused), refused);
        }
    }

    private static JavaType javaType(JsonMapper json, Type type) {
        return json.getTypeFactory().constructType(type);
    }

    /** Without positions in a text that the user never sees. */
    private static String message(JacksonException refused) {
        String place = refused.getPathReference();
        String message = refused instanceof InvalidDefinitionException undefined && isOpen(undefined.getType())
                ? undefined.getType().getRawClass().getName()
                        + " is abstract, and which class to make of what was written is not known; make it sealed, annotate it"
                        + " with @JsonTypeInfo, or use a record instead"
                : String.valueOf(refused.getOriginalMessage());
        return place == null || place.isEmpty() ? message : message + " (at " + place + ")";
    }

    private static boolean isOpen(@Nullable JavaType type) {
        return type != null && type.isAbstract() && !type.isContainerType() && !type.isPrimitive();
    }

    private JsonMapper mapper() {
        JsonMapper made = mapper;
        if (made == null) {
            synchronized (this) {
                made = mapper;
                if (made == null) {
                    made = settings.apply(exact()).build();
                    mapper = made;
                }
            }
        }
        return made;
    }

    private static JsonMapper.Builder exact() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxNestingDepth(DEEPEST)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .changeDefaultVisibility(Visibility::fieldsOnly)
                .annotationIntrospector(new SealedTypes())
                .addModule(new ExactModule())
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(
                        DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DATES_WITH_CONTEXT_TIME_ZONE,
                        DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
                        DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID);
    }
}
