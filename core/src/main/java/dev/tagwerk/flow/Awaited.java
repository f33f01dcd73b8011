package dev.tagwerk.flow;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Waits for values that come later. */
final class Awaited {
    private Awaited() {}

    /**
     * The value itself, or the one that a future or a stage will hold. An interrupt of this thread cancels it.
     *
     * @throws Exception what the future failed with, as it was thrown there
     */
    static @Nullable Object value(@Nullable Object returned) throws Exception {
        Object value = returned;
        while (value instanceof Future<?> || value instanceof CompletionStage<?>) {
            value = get(value instanceof CompletionStage<?> stage ? future(stage) : (Future<?>) value);
        }
        return value;
    }

    private static @Nullable Object get(Future<?> future) throws Exception {
        try {
            return future.get();
        } catch (InterruptedException interrupt) {
            future.cancel(true);
            throw interrupt;
        } catch (ExecutionException | CompletionException failure) {
            throw Thrown.as(reason(failure));
        }
    }

    private static Throwable reason(Throwable failure) {
        Throwable reason = failure;
        while ((reason instanceof ExecutionException || reason instanceof CompletionException)
                && reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason;
    }

    /** A stage may be no future, or be one that refuses to be waited for, or refuse to be made one. */
    private static Future<?> future(CompletionStage<?> stage) {
        try {
            return stage.toCompletableFuture();
        } catch (UnsupportedOperationException neither) {
            CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
            stage.whenComplete((value, failure) -> {
                if (failure == null) {
                    future.complete(value);
                } else {
                    future.completeExceptionally(failure);
                }
            });
            return future;
        }
    }
}
