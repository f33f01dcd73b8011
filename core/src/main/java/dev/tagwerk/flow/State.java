package dev.tagwerk.flow;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * What the tasks of one run share in this process, by typed keys. Values of tasks do not belong here: they are passed as results.
 * Safe for use by several threads.
 *
 * <pre>{@code
 * static final State.Key<Integer> SEEN = State.key("seen", Integer.class);
 * state.update(SEEN, 0, seen -> seen + 1);
 * }</pre>
 */
public final class State {
    private static final String RESERVED = "tagwerk.";

    private final Map<Key<?>, Object> values = new ConcurrentHashMap<>();

    /** An empty state. */
    public State() {}

    /**
     * A name with a type. Immutable.
     *
     * @param name the name
     * @param type type of the value
     * @param <T> type of the value
     */
    public record Key<T>(String name, Class<T> type) {
        /** Checks the name. */
        public Key {
            if (name.isBlank() || name.startsWith(RESERVED)) {
                throw new IllegalArgumentException("The name of a key is a text that does not begin with \"" + RESERVED
                        + "\", which is reserved; got \"" + name + "\"");
            }
        }
    }

    /** A key. */
    public static <T> Key<T> key(String name, Class<T> type) {
        return new Key<>(name, type);
    }

    /** The value of this key, if it has one. */
    public <T> Optional<T> find(Key<T> key) {
        return Optional.ofNullable(key.type().cast(values.get(key)));
    }

    /**
     * The value of this key.
     *
     * @throws IllegalStateException when it has none
     */
    public <T> T get(Key<T> key) {
        return find(key)
                .orElseThrow(() -> new IllegalStateException("The state has no " + key.name() + " of type "
                        + key.type().getSimpleName() + "; put it there in a set-up method or in an earlier task"));
    }

    /** Sets the value of this key. */
    public <T> void put(Key<T> key, T value) {
        values.put(key, Objects.requireNonNull(value, () -> "The value of " + key.name() + " is null"));
    }

    /** Changes the value of this key in one step that no other thread can come between; gives the new one. */
    public <T> T update(Key<T> key, T initial, UnaryOperator<T> change) {
        Object now = values.compute(key, (any, old) -> {
            T before = old == null ? initial : key.type().cast(old);
            return Objects.requireNonNull(change.apply(before), () -> "The new value of " + key.name() + " is null");
        });
        return key.type().cast(now);
    }

    /** Takes the value of this key away, if it has one. */
    public <T> Optional<T> remove(Key<T> key) {
        return Optional.ofNullable(key.type().cast(values.remove(key)));
    }
}
