package dev.tagwerk.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.LoopListener;
import dev.tagwerk.LoopReport;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.Store;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever the loop calls the user's code, others can go on: no transaction is open, no lock of the engine is held. */
class UserCodeTest {
    @TempDir
    Path folder;

    private final Queue<String> blocked = new ConcurrentLinkedQueue<>();

    @Test
    @DisplayName(
            "LB-010: source, key, fingerprint, body, listener: while they run, another thread can write to the store")
    void userCode_wherever_runsOutsideOfTransactions() {
        try (Store store = new Place(folder).open()) {
            LoopReport report = SharedLoop.over(
                            () -> IntStream.range(0, 40).boxed().peek(item -> probe(store, "source")))
                    .keyedBy(item -> {
                        probe(store, "key");
                        return "t" + item;
                    })
                    .fingerprint(item -> {
                        probe(store, "fingerprint");
                        return "f" + item;
                    })
                    .named(Place.LOOP)
                    .store(store)
                    .threads(3)
                    .progress(false)
                    .listener(new LoopListener() {
                        @Override
                        public void started(String id, int attempt) {
                            probe(store, "listener, started");
                        }

                        @Override
                        public void ended(String id, Outcome outcome, Duration took, @Nullable Failure failure) {
                            probe(store, "listener, ended");
                        }
                    })
                    .forEach(item -> probe(store, "body"));
            assertThat(report.mine().completed()).isEqualTo(40);
        }
        assertThat(blocked).as("user code with something locked").isEmpty();
    }

    /** Another thread writes while this one, which runs user code, waits for it. */
    private void probe(Store store, String where) {
        try {
            CompletableFuture.runAsync(() -> store.write(tx -> tx.graphs().size()))
                    .get(3, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            blocked.add(where + ": " + e);
        }
    }
}
