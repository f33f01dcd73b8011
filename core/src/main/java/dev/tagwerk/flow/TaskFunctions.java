package dev.tagwerk.flow;

import org.jspecify.annotations.Nullable;

/**
 * The shapes of functions that a task can be made of: they take values of other tasks, and may throw anything. The compiler
 * infers them; nobody need name them. Safe for use by several threads.
 */
public final class TaskFunctions {
    private TaskFunctions() {}

    /**
     * Takes the context. Safe for use by several threads if the user's function is.
     *
     * @param <R> type of the result
     */
    @FunctionalInterface
    public interface Call<R extends @Nullable Object> {
        /** Runs it. */
        R run(TaskContext context) throws Exception;
    }

    /** Takes the context, returns nothing. Safe for use by several threads if the user's function is. */
    @FunctionalInterface
    public interface Act {
        /** Runs it. */
        void run(TaskContext context) throws Exception;
    }

    /**
     * Takes one value. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     * @param <R> type of the result
     */
    @FunctionalInterface
    public interface Call1<A extends @Nullable Object, R extends @Nullable Object> {
        /** Runs it. */
        R run(A a) throws Exception;
    }

    /**
     * Takes one value, returns nothing. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     */
    @FunctionalInterface
    public interface Act1<A extends @Nullable Object> {
        /** Runs it. */
        void run(A a) throws Exception;
    }

    /**
     * Takes two values. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     * @param <B> type of value 2
     * @param <R> type of the result
     */
    @FunctionalInterface
    public interface Call2<A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> {
        /** Runs it. */
        R run(A a, B b) throws Exception;
    }

    /**
     * Takes two values, returns nothing. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     * @param <B> type of value 2
     */
    @FunctionalInterface
    public interface Act2<A extends @Nullable Object, B extends @Nullable Object> {
        /** Runs it. */
        void run(A a, B b) throws Exception;
    }

    /**
     * Takes three values. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     * @param <B> type of value 2
     * @param <C> type of value 3
     * @param <R> type of the result
     */
    @FunctionalInterface
    public interface Call3<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            R extends @Nullable Object> {
        /** Runs it. */
        R run(A a, B b, C c) throws Exception;
    }

    /**
     * Takes three values, returns nothing. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     * @param <B> type of value 2
     * @param <C> type of value 3
     */
    @FunctionalInterface
    public interface Act3<A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> {
        /** Runs it. */
        void run(A a, B b, C c) throws Exception;
    }

    /**
     * Takes four values. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     * @param <B> type of value 2
     * @param <C> type of value 3
     * @param <D> type of value 4
     * @param <R> type of the result
     */
    @FunctionalInterface
    public interface Call4<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object,
            R extends @Nullable Object> {
        /** Runs it. */
        R run(A a, B b, C c, D d) throws Exception;
    }

    /**
     * Takes four values, returns nothing. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     * @param <B> type of value 2
     * @param <C> type of value 3
     * @param <D> type of value 4
     */
    @FunctionalInterface
    public interface Act4<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object> {
        /** Runs it. */
        void run(A a, B b, C c, D d) throws Exception;
    }

    /**
     * Takes five values. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     * @param <B> type of value 2
     * @param <C> type of value 3
     * @param <D> type of value 4
     * @param <E> type of value 5
     * @param <R> type of the result
     */
    @FunctionalInterface
    public interface Call5<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object,
            E extends @Nullable Object,
            R extends @Nullable Object> {
        /** Runs it. */
        R run(A a, B b, C c, D d, E e) throws Exception;
    }

    /**
     * Takes five values, returns nothing. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     * @param <B> type of value 2
     * @param <C> type of value 3
     * @param <D> type of value 4
     * @param <E> type of value 5
     */
    @FunctionalInterface
    public interface Act5<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object,
            E extends @Nullable Object> {
        /** Runs it. */
        void run(A a, B b, C c, D d, E e) throws Exception;
    }

    /**
     * Takes six values. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     * @param <B> type of value 2
     * @param <C> type of value 3
     * @param <D> type of value 4
     * @param <E> type of value 5
     * @param <F> type of value 6
     * @param <R> type of the result
     */
    @FunctionalInterface
    public interface Call6<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object,
            E extends @Nullable Object,
            F extends @Nullable Object,
            R extends @Nullable Object> {
        /** Runs it. */
        R run(A a, B b, C c, D d, E e, F f) throws Exception;
    }

    /**
     * Takes six values, returns nothing. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     * @param <B> type of value 2
     * @param <C> type of value 3
     * @param <D> type of value 4
     * @param <E> type of value 5
     * @param <F> type of value 6
     */
    @FunctionalInterface
    public interface Act6<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object,
            E extends @Nullable Object,
            F extends @Nullable Object> {
        /** Runs it. */
        void run(A a, B b, C c, D d, E e, F f) throws Exception;
    }

    /**
     * Takes seven values. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     * @param <B> type of value 2
     * @param <C> type of value 3
     * @param <D> type of value 4
     * @param <E> type of value 5
     * @param <F> type of value 6
     * @param <G> type of value 7
     * @param <R> type of the result
     */
    @FunctionalInterface
    public interface Call7<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object,
            E extends @Nullable Object,
            F extends @Nullable Object,
            G extends @Nullable Object,
            R extends @Nullable Object> {
        /** Runs it. */
        R run(A a, B b, C c, D d, E e, F f, G g) throws Exception;
    }

    /**
     * Takes seven values, returns nothing. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     * @param <B> type of value 2
     * @param <C> type of value 3
     * @param <D> type of value 4
     * @param <E> type of value 5
     * @param <F> type of value 6
     * @param <G> type of value 7
     */
    @FunctionalInterface
    public interface Act7<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object,
            E extends @Nullable Object,
            F extends @Nullable Object,
            G extends @Nullable Object> {
        /** Runs it. */
        void run(A a, B b, C c, D d, E e, F f, G g) throws Exception;
    }

    /**
     * Takes eight values. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     * @param <B> type of value 2
     * @param <C> type of value 3
     * @param <D> type of value 4
     * @param <E> type of value 5
     * @param <F> type of value 6
     * @param <G> type of value 7
     * @param <H> type of value 8
     * @param <R> type of the result
     */
    @FunctionalInterface
    public interface Call8<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object,
            E extends @Nullable Object,
            F extends @Nullable Object,
            G extends @Nullable Object,
            H extends @Nullable Object,
            R extends @Nullable Object> {
        /** Runs it. */
        R run(A a, B b, C c, D d, E e, F f, G g, H h) throws Exception;
    }

    /**
     * Takes eight values, returns nothing. Safe for use by several threads if the user's function is.
     *
     * @param <A> type of value 1
     * @param <B> type of value 2
     * @param <C> type of value 3
     * @param <D> type of value 4
     * @param <E> type of value 5
     * @param <F> type of value 6
     * @param <G> type of value 7
     * @param <H> type of value 8
     */
    @FunctionalInterface
    public interface Act8<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object,
            E extends @Nullable Object,
            F extends @Nullable Object,
            G extends @Nullable Object,
            H extends @Nullable Object> {
        /** Runs it. */
        void run(A a, B b, C c, D d, E e, F f, G g, H h) throws Exception;
    }
}
