package dev.tagwerk.flow;

import java.lang.reflect.InvocationTargetException;

/** Lets what a user's code has thrown go on as it is, whatever it is. */
final class Thrown {
    private Thrown() {}

    /** Throws what a method that was called by reflection has thrown; to be written as {@code throw Thrown.by(x)}. */
    static RuntimeException by(InvocationTargetException wrapped) {
        Throwable cause = wrapped.getCause();
        throw as(cause == null ? wrapped : cause);
    }

    /** Throws it; to be written as {@code throw Thrown.as(x)}, so that the compiler knows. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast does nothing, on purpose
    static <T extends Throwable> RuntimeException as(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
