package dev.tagwerk.testkit;

import static dev.tagwerk.task.TaskState.BLOCKED;
import static dev.tagwerk.task.TaskState.COMPLETED;
import static dev.tagwerk.task.TaskState.FAILED;
import static dev.tagwerk.task.TaskState.READY;
import static dev.tagwerk.task.TaskState.RUNNING;
import static dev.tagwerk.task.TaskState.UNKNOWN;
import static dev.tagwerk.task.TaskState.UP_TO_DATE;
import static dev.tagwerk.task.TaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Brief;
import dev.tagwerk.store.ChangedInputException;
import dev.tagwerk.store.Diagnosis;
import dev.tagwerk.store.Ended;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Evidence;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Policy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What tasks do to those that need them; declaring in any order, again, and differently. */
abstract class DependencyContract extends ContractSubject {
    private static final int MANY = 2_500;

    DependencyContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void complete_lastDependency_opensTheDependentInTheSameExchange() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        Answer offered = anna.offer(task("a"), task("b"), task("c", "a", "b"));
        assertThat(offered.declared()).containsExactly(READY, READY, WAITING);
        anna.claim(2);
        anna.complete("a");
        assertThat(story.state("c")).isEqualTo(WAITING);
        Ended b = anna.ended("b", Outcome.COMPLETED, Ended.Result.NOTHING);
        assertThat(StoreDriver.ids(anna.exchange(List.of(b), List.of(), 1, 0))).containsExactly("c");
    }

    @Test
    void offer_idsOfOddCharacters_eachStaysItself() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        List<String> ids =
                List.of("a", "a\0b", "a\0c", "\0", "\u0001", "\"\\", "e\u0301", "\u00e9", "\uffff", "\ud83d\ude00");
        anna.offer(ids.stream().map(id -> task(id)).toList());
        anna.offer(ids.stream().map(id -> task("after " + id, id)).toList());
        assertThat(anna.claim(99)).isEqualTo(ids);
        ids.forEach(anna::complete);
        assertThat(anna.offer(ids.stream().map(id -> task(id)).toList()).declared())
                .containsOnly(COMPLETED);
        assertThat(anna.claim(99)).hasSize(ids.size());
        assertThat(rows(snapshot -> snapshot.brief(story.graph().id(), ids)))
                .hasSize(ids.size())
                .allMatch(Brief::isSettled);
    }

    @Test
    void skip_dependency_countsAsSatisfied() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b", "a"));
        anna.take("a");
        anna.end("a", Outcome.SKIPPED, Ended.Result.NOTHING);
        assertThat(story.state("b")).isEqualTo(READY);
    }

    @Test
    void fail_chain_blockedWithTheRootCauseAndUnblocked() {
        // LB-115
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b", "a"), task("c", "b"), task("d", "c"));
        anna.take("a");
        anna.fail("a");
        assertThat(story.states("a", "b", "c", "d")).containsExactly(FAILED, BLOCKED, BLOCKED, BLOCKED);
        assertThat(Stream.of("b", "c", "d").map(story::cause)).containsOnly("a");
        assertThat(story.reopen("a")).isEqualTo(1);
        assertThat(story.states("a", "b", "c", "d")).containsExactly(READY, WAITING, WAITING, WAITING);
        assertThat(story.cause("d")).isEmpty();
        anna.run("a");
        assertThat(story.states("a", "b", "c")).containsExactly(COMPLETED, READY, WAITING);
    }

    @Test
    void fail_oneOfTwoBroken_staysBlockedUntilBothAreOpen() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b"), task("c", "a", "b"));
        anna.claim(2).forEach(anna::fail);
        assertThat(story.cause("c")).isIn("a", "b");
        story.reopen("a");
        assertThat(story.state("c")).isEqualTo(BLOCKED);
        story.reopen("b");
        assertThat(story.state("c")).isEqualTo(WAITING);
    }

    @Test
    void reopen_oneOfTwoRoots_theOtherIsNamedFarAndNear() {
        // LB-115. The root that had been opened again was still named, down the whole chain.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b"), task("c", "a", "b"), task("d", "c"), task("e", "d", "c"));
        anna.claim(2).forEach(anna::fail);
        assertThat(Stream.of("c", "d", "e").map(story::cause)).containsOnly("a");
        story.reopen("a");
        assertThat(story.states("c", "d", "e")).containsOnly(BLOCKED);
        assertThat(Stream.of("c", "d", "e").map(story::cause)).containsOnly("b");
        anna.take("a");
        anna.fail("a");
        story.reopen("b");
        assertThat(Stream.of("c", "d", "e").map(story::cause)).containsOnly("a");
        assertThat(story.cause("a")).as("it is not blocked").isEmpty();
    }

    @Test
    void offer_dependencyHasFailedBefore_blockedAtOnce() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"));
        anna.take("a");
        anna.fail("a");
        anna.offer(task("c", "b"), task("b", "a"));
        assertThat(story.states("b", "c")).containsExactly(BLOCKED, BLOCKED);
        assertThat(story.cause("c")).isEqualTo("a");
    }

    @Test
    void evenIfDependenciesFail_oneFailed_runsWhenAllHaveEnded() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        Declaration clean = task("clean", "a", "b").withPolicy(Policy.DEFAULT.withEvenIfDependenciesFail(true));
        anna.offer(task("a"), task("b"), clean, task("last", "clean"));
        anna.claim(2);
        anna.fail("a");
        assertThat(story.states("clean", "last")).containsExactly(WAITING, WAITING);
        anna.complete("b");
        assertThat(story.states("clean", "last")).containsExactly(READY, WAITING);
        anna.run("clean");
        assertThat(story.state("last")).isEqualTo(READY);
    }

    @Test
    void offer_brokenDependencyWithNewerOutput_staleInAnyOrder() {
        for (boolean edgesFirst : new boolean[] {true, false}) {
            StoreDriver story = StoreDriver.on(store(), "edgesFirst" + edgesFirst);
            Policy evenIfFailed = Policy.DEFAULT.withEvenIfDependenciesFail(true);
            Declaration fresh = task("fresh", "a").withPolicy(evenIfFailed);
            Declaration stale = task("stale").withPolicy(evenIfFailed);
            Declaration staleAfter = task("stale", "a").withPolicy(evenIfFailed);
            StoreDriver.Member anna = story.join("anna");
            anna.offer(stale, task("a"));
            anna.run("stale");
            anna.run("a");
            anna.offer(fresh);
            anna.run("fresh");
            if (edgesFirst) {
                anna.offer(staleAfter);
                assertThat(story.state("stale")).isEqualTo(READY);
            }
            anna.offer(task("a").withEvidence(new Evidence("changed", 0)));
            anna.take("a");
            anna.fail("a");
            anna.offer(fresh, staleAfter);
            assertThat(story.states("a", "fresh", "stale")).containsExactly(FAILED, UP_TO_DATE, READY);
        }
    }

    @Test
    void offer_anyOrder_sameOutcome() {
        // LB-110, LB-112
        List<Declaration> tasks =
                List.of(task("a"), task("b", "a"), task("c", "a"), task("d", "b", "c"), task("e", "d", "a"));
        for (int seed = 0; seed < 10; seed++) {
            StoreDriver story = StoreDriver.on(store(), "graph" + seed);
            StoreDriver.Member anna = story.join("anna");
            List<Declaration> shuffled = new ArrayList<>(tasks);
            Collections.shuffle(shuffled, new Random(seed));
            shuffled.forEach(anna::offer);
            assertThat(story.states("a", "b", "c", "d", "e"))
                    .containsExactly(READY, WAITING, WAITING, WAITING, WAITING);
            List<String> order = new ArrayList<>();
            for (List<String> next = anna.claim(1); !next.isEmpty(); next = anna.claim(1)) {
                order.addAll(next);
                anna.complete(next.get(0));
            }
            assertThat(order).as("seed " + seed).hasSize(5).startsWith("a").endsWith("d", "e");
        }
    }

    @Test
    void offer_unknownDependency_waitsAndIsNotCounted() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("b", "later"));
        assertThat(story.states("b", "later")).containsExactly(WAITING, UNKNOWN);
        assertThat(story.tally().tasks()).isEqualTo(1);
        assertThat(anna.claim(5)).isEmpty();
        anna.offer(task("later"));
        assertThat(story.states("b", "later")).containsExactly(WAITING, READY);
        anna.run("later");
        assertThat(story.state("b")).isEqualTo(READY);
    }

    @Test
    void offer_again_changesNothing() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        List<Declaration> tasks = List.of(version("v", "a"), version("v", "b", "a"), task("c", "nobody"));
        anna.offer(tasks);
        anna.run("a");
        StoreDriver.Member bert = story.join("bert");
        bert.settle();
        List<String> before = tasksAndHistory();
        bert.offer(tasks);
        anna.offer(tasks);
        assertThat(tasksAndHistory()).isEqualTo(before);
    }

    private List<String> tasksAndHistory() {
        return StoreDump.of(store()).lines().stream()
                .filter(line -> !line.startsWith("WorkerRow"))
                .toList();
    }

    @Test
    void offer_otherDependencies_replaceTheOldOnes() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b"), task("c", "a"));
        anna.offer(task("c", "b"));
        anna.run("a");
        assertThat(story.state("c")).isEqualTo(WAITING);
        anna.run("b");
        assertThat(story.state("c")).isEqualTo(READY);
        anna.offer(task("c", "d"));
        assertThat(story.state("c"))
                .as("a ready task that got one more dependency")
                .isEqualTo(WAITING);
        anna.offer(task("c"));
        assertThat(story.state("c")).isEqualTo(READY);
    }

    @Test
    void offer_satisfiedTaskWithOneMoreDependency_isLookedAtAgain() {
        // The new edge was dropped: a later change of the new dependency never reached the task.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b", "a"));
        anna.run("a");
        anna.run("b");
        anna.leave();
        StoreDriver.Member again = story.join("anna");
        again.offer(task("a"), task("n"), task("b", "a", "n"));
        again.run("n");
        assertThat(story.state("b")).as("its input n is newer than its success").isEqualTo(READY);
        again.run("b");
        again.leave();
        StoreDriver.Member third = story.join("anna");
        third.offer(task("a"), task("n"), task("b", "n"));
        assertThat(story.state("b")).as("one dependency fewer").isIn(COMPLETED, UP_TO_DATE);
    }

    @Test
    void offer_whileRunning_isLeftAlone() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b"));
        anna.take("a");
        anna.offer(task("a", "b"));
        assertThat(story.state("a")).isEqualTo(RUNNING);
        anna.complete("a");
        assertThat(story.state("a")).isEqualTo(COMPLETED);
    }

    @Test
    void offer_changedGuard_refusedAndNothingWritten() {
        // LB-029: an item at a position is another one than before.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(guarded("0", 7), guarded("1", 8));
        StoreDump before = StoreDump.of(store());
        assertThatThrownBy(() -> anna.offer(task("new"), guarded("0", 7), guarded("1", 9), task("newer", "new")))
                .isInstanceOf(ChangedInputException.class)
                .hasMessageContaining("position 1")
                .hasMessageContaining("keyedBy");
        assertThat(StoreDump.of(store())).isEqualTo(before);
        anna.offer(guarded("0", 7), guarded("1", 8), guarded("2", 9));
        assertThat(story.tally().count(READY)).isEqualTo(3);
    }

    @Test
    void complete_manyDependents_openedStepByStep() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        List<Declaration> tasks = new ArrayList<>(List.of(task("root")));
        IntStream.range(0, MANY).forEach(i -> tasks.add(task("t" + i, "root")));
        anna.offer(tasks);
        anna.take("root");
        Answer answer = anna.complete("root");
        assertThat(answer.outlook().run().cascading()).isTrue();
        assertThat(story.tally().count(READY)).isBetween(500L, (long) MANY - 1);
        Answer declared = anna.exchange(List.of(), List.of(task("new", "root")), 0, 0);
        assertThat(declared.declared()).as("not while news is under way").isEmpty();
        anna.settle();
        anna.offer(task("new", "root"));
        assertThat(story.tally().count(READY)).isEqualTo(MANY + 1);
        assertThat(anna.claim(MANY + 9)).hasSize(MANY + 1);
    }

    @Test
    void claim_newsOfARedoneDependencyUnderWay_dependentsAreNotGivenOut() {
        // Those that had not taken in the news yet were still ready, and ran with a dependency that was to run again.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        List<Declaration> tasks = new ArrayList<>(List.of(task("root")));
        IntStream.range(0, MANY).forEach(i -> tasks.add(task("t" + i, "root")));
        tasks.add(task("alone"));
        anna.offer(tasks);
        anna.run("root");
        anna.settle();
        assertThat(story.tally().count(READY)).isEqualTo(MANY + 1);
        story.reopen("root");
        Answer answer = anna.exchange(List.of(), List.of(), MANY, 0);
        assertThat(answer.outlook().run().cascading()).isTrue();
        assertThat(StoreDriver.ids(answer)).containsExactly("root", "alone");
        anna.complete("root");
        anna.settle();
        assertThat(anna.claim(MANY + 9)).hasSize(MANY);
    }

    @Test
    void change_whileNewsIsUnderWay_endsRight() {
        // Failed, reopened, done and redone, while the news of each waits behind that of the one before.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        List<Declaration> tasks = new ArrayList<>(List.of(task("root")));
        IntStream.range(0, MANY).forEach(i -> tasks.add(task("m" + i, "root")));
        IntStream.range(0, MANY).forEach(i -> tasks.add(task("e" + i, "m" + i, "root")));
        anna.offer(tasks);
        anna.take("root");
        anna.fail("root");
        story.reopen("root");
        anna.run("root");
        story.reopen("root");
        anna.run("root");
        anna.settle();
        assertThat(story.tally().count(READY)).isEqualTo(MANY);
        assertThat(story.tally().count(WAITING)).isEqualTo(MANY);
        assertThat(story.tally().count(BLOCKED)).isZero();
        story.in(READY).forEach(id -> assertThat(id).startsWith("m"));
    }

    @Test
    void offer_changesWithManyDependents_newDependenciesAreNotLost() {
        // A large batch that starts a cascade was taken in halves: the new edges of tasks that were there got lost.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        List<Declaration> tasks = new ArrayList<>(List.of(version("v1", "root")));
        IntStream.range(0, MANY).forEach(i -> tasks.add(task("t" + i, "root")));
        tasks.add(task("x"));
        anna.offer(tasks);
        anna.run("root");
        anna.settle();
        anna.leave();
        StoreDriver.Member again = story.join("anna");
        again.offer(version("v2", "root"), task("x", "root", "y"), task("y"));
        again.settle();
        assertThat(story.state("x")).isEqualTo(WAITING);
        again.run("root");
        again.settle();
        assertThat(story.state("x")).isEqualTo(WAITING);
        again.run("y");
        assertThat(story.state("x")).isEqualTo(READY);
    }

    @Test
    void diagnose_unknownDependency_namedWithNearMatches() {
        // LB-114
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("load"), task("clean", "laod"), task("chart", "laod", "clean"), task("zzz"));
        Diagnosis diagnosis = story.diagnose();
        assertThat(diagnosis.cycles()).isEmpty();
        assertThat(diagnosis.unknown()).containsOnlyKeys("laod");
        assertThat(diagnosis.unknown().get("laod"))
                .isEqualTo(new Diagnosis.Missing(List.of("clean", "chart"), List.of("load")));
        assertThat(diagnosis.lines().get(0)).contains("laod", "clean", "did you mean load?");
    }

    @Test
    void diagnose_cycle_wholePath() {
        // LB-114
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a", "c"), task("b", "a"), task("c", "b"), task("outside", "a"), task("fine"));
        assertThat(story.diagnose().unknown()).isEmpty();
        assertThat(story.diagnose().cycles()).containsExactly(List.of("a", "c", "b", "a"));
        assertThat(anna.claim(9)).containsExactly("fine");
    }

    @Test
    void diagnose_healthyGraph_nothing() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b", "a"), task("c", "a", "b"));
        assertThat(story.diagnose().isEmpty()).isTrue();
    }

    private static Declaration guarded(String id, long guard) {
        return task(id).withEvidence(new Evidence("", guard));
    }
}
