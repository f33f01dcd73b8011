package dev.tagwerk.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.ClaimRow;
import dev.tagwerk.store.Exchange;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.Transaction;
import dev.tagwerk.task.Conditions;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Policy;
import dev.tagwerk.task.TaskState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which tasks a worker is given, in which order, and how many of them. */
abstract class ClaimContract extends ContractSubject {
    ClaimContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void claim_equalPriorities_inOrderOfDeclaration() {
        // LB-001
        StoreDriver.Member anna = story().join("anna");
        anna.offer(task("c"), task("a"), task("b"));
        assertThat(anna.claim(2)).containsExactly("c", "a");
        assertThat(anna.claim(2)).containsExactly("b");
        assertThat(anna.claim(2)).isEmpty();
    }

    @Test
    void claim_priorities_largerFirstAcrossLanes() {
        StoreDriver.Member anna = story().join("anna", "gpu");
        anna.offer(
                prior("low", -1),
                task("plain"),
                prior("high", 3),
                requiring("gpu-high", "gpu").withPolicy(policy(9)),
                requiring("gpu-plain", "gpu"),
                prior("high2", 3));
        assertThat(anna.claim(6)).containsExactly("gpu-high", "high", "high2", "plain", "gpu-plain", "low");
    }

    @Test
    void claim_manyPages_allOnceInOrder() {
        StoreDriver.Member anna = story().join("anna");
        List<String> ids = IntStream.range(0, 2_500).mapToObj(i -> "t" + i).toList();
        anna.offer(ids.stream().map(ClaimContract::task).toList());
        List<String> claimed = new ArrayList<>(anna.claim(1_200));
        claimed.addAll(anna.claim(2_000));
        assertThat(claimed).isEqualTo(ids);
    }

    @Test
    void claim_twoWorkers_eachTaskOnce() {
        // LB-002
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        StoreDriver.Member bert = story.join("bert");
        anna.offer(task("a"), task("b"));
        bert.offer(task("a"), task("b"));
        assertThat(anna.claim(1)).containsExactly("a");
        assertThat(bert.claim(5)).containsExactly("b");
        assertThat(anna.claim(5)).isEmpty();
        assertThat(story.tally().count(TaskState.RUNNING)).isEqualTo(2);
        assertThat(anna.row().done().holding()).isEqualTo(1);
    }

    @Test
    void claim_labels_onlyWhatTheWorkerOffers() {
        // LB-091, LB-092, LB-093, LB-095
        StoreDriver story = story();
        StoreDriver.Member plain = story.join("plain");
        StoreDriver.Member gpu = story.join("gpu", "gpu");
        StoreDriver.Member both = story.join("both", "big", "gpu");
        plain.offer(task("any"), requiring("g", "gpu"), requiring("bg", "big", "gpu"), task("any2"));
        assertThat(plain.claim(1)).containsExactly("any");
        assertThat(gpu.claim(1)).containsExactly("g");
        Answer none = gpu.exchange(List.of(), List.of(), 0, 0);
        assertThat(none.outlook().tally().count(TaskState.READY)).isEqualTo(2);
        assertThat(none.outlook().mayRun().count(TaskState.READY)).isEqualTo(1);
        assertThat(both.claim(9)).containsExactly("bg", "any2");
    }

    @Test
    void claim_holds_onlyWhatTheWorkerHolds() {
        StoreDriver.Member anna = story().join("anna").holding(id -> id.startsWith("b"));
        anna.offer(IntStream.range(0, 50).mapToObj(i -> task("a" + i)).toList());
        anna.offer(task("b1"), task("b2"));
        assertThat(anna.claim(1, 9)).contains("b1").allMatch(id -> id.startsWith("b"));
    }

    @Test
    void claim_holdsFewOfMany_sameOrderWhetherNamedOrNot() {
        List<List<String>> claimed = new ArrayList<>();
        for (boolean named : List.of(false, true)) {
            StoreDriver story = StoreDriver.on(store(), "named " + named);
            StoreDriver.Member anna = story.join("anna", "gpu");
            Random random = new Random(7);
            List<Declaration> tasks = new ArrayList<>();
            List<String> mine = new ArrayList<>();
            for (int i = 0; i < 900; i++) {
                Declaration task = random.nextInt(3) == 0 ? requiring("t" + i, "gpu") : task("t" + i);
                tasks.add(task.withPolicy(
                        Policy.DEFAULT.withPriority(random.nextInt(3)).withSlots(1 + random.nextInt(2))));
                if (random.nextInt(20) == 0) {
                    mine.add("t" + i);
                }
            }
            tasks.add(requiring("never", "none"));
            mine.add("never");
            mine.add("unknown");
            anna.offer(tasks);
            StoreDriver.Member bert = story.join("bert", "gpu");
            bert.exchange(List.of(), List.of(), 5, 0);
            List<String> all = new ArrayList<>();
            StoreDriver.Member some = named ? bert.holding(mine) : bert.holding(mine::contains);
            for (int i = 0; i < 12; i++) {
                all.addAll(some.claim(1 + i % 3, i % 4));
            }
            assertThat(all).doesNotHaveDuplicates().hasSizeGreaterThan(20);
            claimed.add(all);
        }
        assertThat(claimed.get(1)).isEqualTo(claimed.get(0));
    }

    @Test
    void claim_holdsFewOfMany_readsNoMoreThanItMust() {
        // A worker with a short source passed over all that is ready for others, page by page, while it held up all
        // writers.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(IntStream.range(0, 5_000).mapToObj(i -> task("a" + i)).toList());
        List<String> mine = List.of("b0", "b1", "b2", "b3");
        StoreDriver.Member bert = story.join("bert").holding(mine);
        bert.offer(mine.stream().map(id -> task(id)).toList());
        AtomicLong rows = new AtomicLong();
        Request request =
                new Request(bert.session(), story.now(), List.of(), Request.Offer.NOTHING, bert.wanting(3, 0));
        Answer answer = store().write(tx -> Exchange.perform(counting(tx, rows), request));
        assertThat(StoreDriver.ids(answer)).containsExactly("b0", "b1", "b2");
        assertThat(rows).as("tasks read").hasValueLessThan(50);
    }

    /** The same transaction, counting the tasks that it reads. */
    private static Transaction counting(Transaction tx, AtomicLong rows) {
        return (Transaction) Proxy.newProxyInstance(
                Transaction.class.getClassLoader(), new Class<?>[] {Transaction.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(tx, arguments);
                        if (result instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof TaskRow) {
                            rows.addAndGet(list.size());
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void claim_ahead_neverMoreThanAFairPart() {
        // Nine are ready beside the one that is run now: half of them for a single worker, a quarter for each of two.
        StoreDriver alone = StoreDriver.on(store(), "alone");
        StoreDriver.Member anna = alone.join("anna");
        anna.offer(IntStream.range(0, 10).mapToObj(i -> task("t" + i)).toList());
        assertThat(anna.claim(1, 100)).hasSize(1 + 4);
        assertThat(anna.claimOn("t0").ahead()).isFalse();
        assertThat(anna.claimOn("t1").ahead()).isTrue();

        StoreDriver shared = StoreDriver.on(store(), "shared");
        StoreDriver.Member bert = shared.join("bert");
        shared.join("carl");
        bert.offer(IntStream.range(0, 10).mapToObj(i -> task("t" + i)).toList());
        assertThat(bert.claim(1, 100)).hasSize(1 + 2);
        assertThat(bert.claim(0, 100))
                .as("nothing is claimed ahead by who runs nothing")
                .isEmpty();
    }

    @Test
    void claim_ahead_neverTasksForSeveralWorkers() {
        StoreDriver.Member anna = story().join("anna");
        anna.offer(IntStream.range(0, 10).mapToObj(i -> shared("s" + i, 2)).toList());
        assertThat(anna.claim(2, 100)).containsExactly("s0", "s1");
    }

    @Test
    void claim_taskForSeveralWorkers_asManyAsThereIsRoomFor() {
        // LB-099
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        StoreDriver.Member bert = story.join("bert");
        StoreDriver.Member carl = story.join("carl");
        anna.offer(shared("s", 2));
        assertThat(anna.claim(1)).containsExactly("s");
        assertThat(anna.claim(1)).as("LB-022: never two slots for one worker").isEmpty();
        assertThat(bert.claim(1)).containsExactly("s");
        assertThat(carl.claim(1)).isEmpty();
        assertThat(bert.claimOn("s").attempt()).isEqualTo(anna.claimOn("s").attempt() + 1);
        bert.handBack("s");
        assertThat(carl.claim(1)).containsExactly("s");
    }

    @Test
    void claim_taskForSeveralWorkers_noNumberTwice() {
        // Handing one of two claims back made room for a third with the number of the second.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(9, 0);
        StoreDriver.Member bert = story.join("bert");
        StoreDriver.Member carl = story.join("carl");
        anna.offer(shared("s", 2));
        List<Integer> numbers = new ArrayList<>();
        numbers.add(anna.take("s").attempt());
        numbers.add(bert.take("s").attempt());
        anna.handBack("s");
        numbers.add(carl.take("s").attempt());
        bert.fail("s");
        numbers.add(anna.take("s").attempt());
        anna.handBack("s");
        carl.fail("s");
        numbers.add(anna.take("s").attempt());
        assertThat(numbers).containsExactly(1, 2, 3, 4, 4);
        assertThat(story.attempts("s"))
                .extracting(attempt -> attempt.run().number())
                .containsExactly(2, 3);
    }

    @Test
    void claim_tokens_riseForEver() {
        StoreDriver.Member anna = story().join("anna");
        anna.offer(task("a"));
        ClaimRow first = anna.take("a");
        anna.handBack("a");
        ClaimRow second = anna.take("a");
        assertThat(second.token()).isGreaterThan(first.token());
        assertThat(second.attempt()).as("what was handed back was no attempt").isEqualTo(first.attempt());
        assertThat(second.session()).isEqualTo(anna.session());
    }

    @Test
    void claim_time_isThatOfTheExchangeAndIsKept() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b"));
        anna.take("a");
        story.advance(Duration.ofSeconds(7));
        anna.take("b");
        List<Long> sessions = List.of(anna.session());
        assertThat(rows(snapshot -> snapshot.claimsOf(sessions)))
                .containsExactly(anna.claimOn("a"), anna.claimOn("b"))
                .extracting(claim -> claim.grant().at())
                .containsExactly(story.now() - 7_000, story.now());
    }

    @Test
    void claim_failuresReached_noneAndTheNames() {
        // LB-080, LB-083, LB-084: only what failed for good, and the names.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(1, 0);
        anna.offer(task("a"), task("b"), task("c"));
        anna.stoppingAt(1).take("a");
        anna.fail("a");
        anna.take("a");
        assertThat(anna.fail("a").outlook().failures()).containsExactly("a");
        Answer stopped = anna.exchange(List.of(), List.of(), 1, 0);
        assertThat(stopped.claims()).isEmpty();
        assertThat(stopped.outlook().failures()).containsExactly("a");
        assertThat(anna.stoppingAt(2).claim(1)).containsExactly("b");
        assertThat(story.join("bert").claim(1)).as("LB-081: others go on").containsExactly("c");
    }

    @Test
    void claim_failuresOfAnEarlierRun_doNotStop() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        List<Declaration> old =
                IntStream.range(0, 250).mapToObj(i -> task("old" + i)).toList();
        anna.offer(old);
        anna.claim(250).forEach(anna::fail);
        anna.leave();
        StoreDriver.Member again = story.join("anna").stoppingAt(1);
        again.offer(task("x"), task("y"));
        again.take("x");
        assertThat(again.fail("x").outlook().failures()).containsExactly("x");
        assertThat(again.claim(1)).as("a failure beyond all the old ones stops").isEmpty();
    }

    static Declaration prior(String id, int priority) {
        return task(id).withPolicy(policy(priority));
    }

    static Declaration shared(String id, int slots, String... dependencies) {
        return task(id, dependencies).withPolicy(Policy.DEFAULT.withSlots(slots));
    }

    static Declaration requiring(String id, String... labels) {
        return task(id).withConditions(Conditions.requiring(List.of(labels)));
    }

    private static Policy policy(int priority) {
        return Policy.DEFAULT.withPriority(priority);
    }
}
