package dev.tagwerk.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.ClaimRow;
import dev.tagwerk.task.Conditions;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Policy;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.List;
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
