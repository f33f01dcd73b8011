package dev.tagwerk.flow;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is given to a run from outside, as texts by name. Immutable.
 *
 * <p>A set-up method or a task that takes {@code Params} says that any name may be given; a record that is marked with
 * {@link Parameters} names them, with their types.
 *
 * @param values the texts by name, sorted
 */
public record Params(Map<String, String> values) {
    /** Nothing. */
    public static final Params NONE = new Params(Map.of());

    /** Copies the map. */
    public Params {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** The text of this name, if it was given. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The text of this name, or another. */
    public String text(String name, String otherwise) {
        return find(name).orElse(otherwise);
    }

    /**
     * The text of this name.
     *
     * @throws IllegalArgumentException when it was not given
     */
    public String text(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The run needs the parameter " + name + "; give it as --" + name + "=…, or in code"));
    }

    /**
     * The whole number of this name, or another.
     *
     * @throws IllegalArgumentException when what was given is no whole number
     */
    public int integer(String name, int otherwise) {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException notOne) {
            throw new IllegalArgumentException(
                    "Parameter " + name + ": \"" + text + "\" is not a whole number", notOne);
        }
    }
}
