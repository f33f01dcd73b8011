package dev.tagwerk.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Evidence;
import dev.tagwerk.task.Policy;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of the store in memory, each against the collection of the JDK that it stands in for. */
class MemoryMapsTest {
    private static List<Long> numbers(SeqMap<?> map, long after) {
        List<Long> numbers = new ArrayList<>();
        for (long at = map.next(after); at != SeqMap.END; at = map.next(at)) {
            numbers.add(at);
        }
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void seqMap_randomChanges_equalsATreeMap(long seed) {
        Random random = new Random(seed);
        long begin = seed % 2 == 0 ? 0 : 10_000_000_000L;
        int reach = seed < 4 ? 300 : 20_000;
        SeqMap<Integer> map = new SeqMap<>();
        NavigableMap<Long, Integer> expected = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            // Now and then the numbers move on, as those of claims do.
            long number = begin + (seed % 3 == 0 ? i : 0) + random.nextInt(reach);
            if (random.nextInt(5) < 2) {
                assertThat(map.remove(number)).as("seed %s", seed).isEqualTo(expected.remove(number));
            } else {
                assertThat(map.put(number, i)).as("seed %s", seed).isEqualTo(expected.put(number, i));
            }
            assertThat(map.get(number)).as("seed %s", seed).isEqualTo(expected.get(number));
            Long next = expected.higherKey(number);
            assertThat(map.next(number)).as("seed %s", seed).isEqualTo(next == null ? SeqMap.END : next);
            assertThat(map.size()).isEqualTo(expected.size());
        }
        assertThat(numbers(map, -1)).isEqualTo(List.copyOf(expected.keySet()));
    }

    @Test
    void seqMap_emptiedAndUsedFarAway_holdsOnlyWhatIsNew() {
        SeqMap<String> map = new SeqMap<>();
        map.put(5, "a");
        map.remove(5);
        map.put(7_000_000_000L, "b");
        map.put(6_999_999_000L, "c");
        assertThat(numbers(map, 0)).containsExactly(6_999_999_000L, 7_000_000_000L);
        assertThat(map.get(5)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void longMap_randomNumbers_equalsAHashMap(long seed) {
        Random random = new Random(seed);
        LongMap<Integer> map = new LongMap<>();
        Map<Long, Integer> expected = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            long number = 1 + random.nextInt(2_000) * (seed == 1 ? 1L : 1L << 33);
            assertThat(map.put(number, i)).as("seed %s", seed).isEqualTo(expected.put(number, i));
            assertThat(map.get(number + 1)).as("seed %s", seed).isEqualTo(expected.get(number + 1));
        }
        assertThat(map.size()).isEqualTo(expected.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void idIndex_randomAddsAndRemoves_findsWhatIsThere(long seed) {
        Random random = new Random(seed);
        SeqMap<MemoryTask> tasks = new SeqMap<>();
        IdIndex index = new IdIndex(tasks);
        Map<String, MemoryTask> expected = new HashMap<>();
        for (int i = 1; i < 20_000; i++) {
            String id = "t" + random.nextInt(400);
            if (!expected.containsKey(id)) {
                MemoryTask task = new MemoryTask(row(i, id));
                tasks.put(i, task);
                index.add(task.row);
                expected.put(id, task);
            } else if (random.nextBoolean()) {
                index.remove(id);
                tasks.remove(expected.remove(id).seq());
            }
            String other = "t" + random.nextInt(400);
            assertThat(index.find(other)).as("seed %s", seed).isSameAs(expected.get(other));
        }
    }

    @Test
    void idIndex_idsWithOneHash_areToldApart() {
        SeqMap<MemoryTask> tasks = new SeqMap<>();
        IdIndex index = new IdIndex(tasks);
        List<String> same = List.of("AaAa", "BBBB", "AaBB", "BBAa");
        for (int i = 0; i < same.size(); i++) {
            MemoryTask task = new MemoryTask(row(i + 1L, same.get(i)));
            tasks.put(task.seq(), task);
            index.add(task.row);
        }
        index.remove("BBBB");
        assertThat(same.stream().map(index::find)).containsExactly(tasks.get(1), null, tasks.get(3), tasks.get(4));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void memoryTask_needsSetInAnyOrder_bothSidesStayAscending(long seed) {
        Random random = new Random(seed);
        List<MemoryTask> tasks = IntStream.range(0, 60)
                .mapToObj(i -> new MemoryTask(row(10L + i, "t" + i)))
                .toList();
        Map<Long, TreeSet<Long>> needs = new TreeMap<>();
        for (int i = 0; i < 2_000; i++) {
            MemoryTask task = tasks.get(random.nextInt(tasks.size()));
            MemoryTask[] wanted =
                    tasks.stream().filter(other -> random.nextInt(20) == 0).toArray(MemoryTask[]::new);
            task.setNeeds(wanted);
            needs.put(
                    task.seq(),
                    new TreeSet<>(Arrays.stream(wanted).map(MemoryTask::seq).toList()));
            MemoryTask any = tasks.get(random.nextInt(tasks.size()));
            List<Long> found = IntStream.range(0, any.needs())
                    .mapToObj(place -> any.need(place).seq())
                    .toList();
            assertThat(found)
                    .as("seed %s", seed)
                    .isEqualTo(List.copyOf(needs.getOrDefault(any.seq(), new TreeSet<>())));
            TreeSet<Long> expected = new TreeSet<>();
            needs.forEach((number, of) -> {
                if (of.contains(any.seq())) {
                    expected.add(number);
                }
            });
            List<Long> dependents = IntStream.range(0, any.dependents())
                    .mapToObj(place -> any.dependent(place).seq())
                    .toList();
            assertThat(dependents).as("seed %s", seed).isEqualTo(List.copyOf(expected));
            long after = random.nextInt(80);
            assertThat(any.placeAfter(after))
                    .as("seed %s", seed)
                    .isEqualTo(expected.headSet(after, true).size());
        }
    }

    @Test
    void claimQueue_severalPriorities_pagesAreInClaimOrder() {
        Random random = new Random(3);
        ClaimQueue queue = new ClaimQueue();
        TreeSet<TaskRow> expected = new TreeSet<>(TaskRow.CLAIM_ORDER);
        for (int i = 1; i <= 500; i++) {
            TaskRow row = row(i, "t" + i, random.nextInt(4) - 2);
            queue.add(row);
            expected.add(row);
        }
        List<TaskRow> gone = expected.stream().filter(row -> row.seq() % 3 == 0).toList();
        gone.forEach(queue::remove);
        gone.forEach(expected::remove);
        List<TaskRow> all = new ArrayList<>();
        TaskRow last = null;
        List<TaskRow> page = queue.page(null, 7);
        while (!page.isEmpty()) {
            all.addAll(page);
            last = page.get(page.size() - 1);
            page = queue.page(last, 7);
        }
        assertThat(all).isEqualTo(List.copyOf(expected));
    }

    private static TaskRow row(long number, String id) {
        return row(number, id, 0);
    }

    private static TaskRow row(long number, String id, int priority) {
        Terms terms = new Terms(1, Policy.DEFAULT.withPriority(priority), Budget.DEFAULT, Evidence.NONE, 0);
        return new TaskRow(number, id, terms, Standing.fresh(TaskState.READY, Gate.OPEN), null);
    }
}
