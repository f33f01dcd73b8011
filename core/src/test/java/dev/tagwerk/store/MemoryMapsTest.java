package dev.tagwerk.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Evidence;
import dev.tagwerk.task.Policy;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
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
        SeqMap<TaskRow> tasks = new SeqMap<>();
        IdIndex index = new IdIndex(tasks);
        Map<String, Long> expected = new HashMap<>();
        for (int i = 1; i < 20_000; i++) {
            String id = "t" + random.nextInt(400);
            Long known = expected.get(id);
            if (known == null) {
                TaskRow row = row(i, id);
                tasks.put(i, row);
                index.add(row);
                expected.put(id, (long) i);
            } else if (random.nextBoolean()) {
                index.remove(row(known, id));
                tasks.remove(known);
                expected.remove(id);
            }
            String other = "t" + random.nextInt(400);
            assertThat(index.find(other)).as("seed %s", seed).isEqualTo(expected.getOrDefault(other, 0L));
        }
    }

    @Test
    void idIndex_idsWithOneHash_areToldApart() {
        SeqMap<TaskRow> tasks = new SeqMap<>();
        IdIndex index = new IdIndex(tasks);
        List<String> same = List.of("AaAa", "BBBB", "AaBB", "BBAa");
        for (int i = 0; i < same.size(); i++) {
            TaskRow row = row(i + 1L, same.get(i));
            tasks.put(row.seq(), row);
            index.add(row);
        }
        index.remove(row(2, "BBBB"));
        assertThat(same.stream().map(index::find)).containsExactly(1L, 0L, 3L, 4L);
    }

    @Test
    void dependents_addedInAnyOrderAndRemoved_stayAscending() {
        Random random = new Random(7);
        Dependents dependents = new Dependents();
        TreeSet<Long> expected = new TreeSet<>();
        for (int i = 0; i < 2_000; i++) {
            long task = 1L + random.nextInt(100);
            if (random.nextInt(3) == 0) {
                dependents.remove(task);
                expected.remove(task);
            } else {
                dependents.add(task);
                expected.add(task);
            }
            assertThat(dependents.placeAfter(task))
                    .isEqualTo(expected.headSet(task, true).size());
        }
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < dependents.size(); i++) {
            all.add(dependents.at(i));
        }
        assertThat(all).isEqualTo(List.copyOf(expected));
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
