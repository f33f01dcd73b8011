package dev.tagwerk.flow;

import dev.tagwerk.store.NearMatches;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be given to the runs of a flow from outside. Immutable. */
public final class ParameterSpec {
    /** Any name may be given, with any text. */
    public static final ParameterSpec FREE = new ParameterSpec(List.of(), true);

    private final List<ParameterShape<?>> shapes;
    private final boolean free;

    ParameterSpec(List<ParameterShape<?>> shapes, boolean free) {
        this.shapes = List.copyOf(shapes);
        this.free = free;
    }

    /**
     * The parameters that a record names, and no others.
     *
     * @throws IllegalArgumentException when a component has a type that no text can be read as
     */
    public static ParameterSpec of(Class<? extends Record> type) {
        ParameterShape<?> shape = ParameterShape.of(type);
        if (!shape.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", shape.problems()));
        }
        return new ParameterSpec(List.of(shape), false);
    }

    /**
     * A parameter with a name and a type, for people. Immutable.
     *
     * @param name its name
     * @param words what its text is, for instance "a whole number"
     * @param otherwise the text that counts where none is given; null for none
     * @param required whether it must be given
     */
    public record Parameter(
            String name, String words, @Nullable String otherwise, boolean required) {}

    /** Whether other names than those of {@link #describe()} may be given, too. */
    public boolean free() {
        return free;
    }

    /** The parameters that have a name and a type, in the order of their declaration. */
    public List<Parameter> describe() {
        Map<String, Parameter> all = new LinkedHashMap<>();
        for (ParameterShape<?> shape : shapes) {
            for (ParameterShape.Part part : shape.parts()) {
                all.putIfAbsent(
                        part.name(),
                        new Parameter(part.name(), part.form().words(), part.shownDefault(), part.required()));
            }
        }
        return List.copyOf(all.values());
    }

    /**
     * Checks what was given, before a run starts.
     *
     * @throws BadParametersException with all that does not fit: unknown names, missing ones, texts that cannot be read
     */
    public void validate(Params given) {
        List<String> problems = new ArrayList<>();
        if (!free) {
            findUnknown(given, problems);
        }
        for (ParameterShape<?> shape : shapes) {
            shape.read(given, problems);
        }
        if (!problems.isEmpty()) {
            throw new BadParametersException(problems.stream().distinct().toList());
        }
    }

    private void findUnknown(Params given, List<String> to) {
        List<String> known = describe().stream().map(Parameter::name).toList();
        for (String name : given.values().keySet()) {
            if (!known.contains(name)) {
                List<String> near = NearMatches.of(name, known);
                to.add(name + " is not known; "
                        + (known.isEmpty()
                                ? "this flow takes no parameters"
                                : near.isEmpty()
                                        ? "there are " + String.join(", ", known)
                                        : "did you mean " + String.join(" or ", near) + "?"));
            }
        }
    }

    /**
     * A record filled with what was given.
     *
     * @throws BadParametersException with all that does not fit
     */
    public <P extends Record> P bind(Params given, Class<P> type) {
        return ParameterShape.of(type).bind(given);
    }
}
