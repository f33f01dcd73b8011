package dev.tagwerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.task.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldTasksTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyChanges_random_equalsAHashMap(long seed) {
        Random random = new Random(seed);
        HeldTasks held = new HeldTasks(random.nextInt(100));
        Map<String, Task<?>> expected = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            String id = "t" + random.nextInt(seed % 2 == 0 ? 100 : 5_000);
            if (random.nextInt(3) == 0) {
                held.remove(id);
                expected.remove(id);
            } else {
                Task<?> task = Task.of(id, i);
                assertThat(held.add(task)).as("seed %s", seed).isEqualTo(expected.putIfAbsent(id, task) == null);
            }
            String other = "t" + random.nextInt(100);
            assertThat(held.get(other)).as("seed %s", seed).isSameAs(expected.get(other));
            assertThat(held.size()).isEqualTo(expected.size());
        }
        assertThat(held.all()).containsExactlyInAnyOrderElementsOf(expected.values());
    }

    @Test
    void get_idsWithOneHash_areToldApart() {
        HeldTasks held = new HeldTasks(0);
        List.of("AaAa", "BBBB", "AaBB").forEach(id -> held.add(Task.of(id)));
        held.remove("BBBB");
        assertThat(held.get("BBBB")).isNull();
        assertThat(held.get("AaBB")).isNotNull();
        assertThat(held.get("BBAa")).isNull();
    }

    @Test
    void remove_taskNamedGone_isGone() {
        HeldTasks held = new HeldTasks(0);
        held.add(Task.of("gone"));
        held.remove("gone");
        assertThat(held.get("gone")).isNull();
        assertThat(held.all()).isEmpty();
    }

    @Test
    void get_whileOthersAreAddedAndRemoved_whatWasThereBeforeIsFound() {
        HeldTasks held = new HeldTasks(0);
        held.add(Task.of("before"));
        AtomicInteger missed = new AtomicInteger();
        CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 200_000; i++) {
                held.add(Task.of("t" + i));
                held.remove("t" + (i - 1_000));
            }
        });
        do {
            if (held.get("before") == null) {
                missed.incrementAndGet();
            }
        } while (!changes.isDone());
        changes.join();
        assertThat(missed).hasValue(0);
        assertThat(held.size()).isEqualTo(1_001);
    }
}
