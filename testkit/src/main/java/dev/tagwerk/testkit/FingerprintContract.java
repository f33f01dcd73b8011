package dev.tagwerk.testkit;

import static dev.tagwerk.task.TaskState.BLOCKED;
import static dev.tagwerk.task.TaskState.COMPLETED;
import static dev.tagwerk.task.TaskState.FAILED;
import static dev.tagwerk.task.TaskState.IN_DOUBT;
import static dev.tagwerk.task.TaskState.READY;
import static dev.tagwerk.task.TaskState.RUNNING;
import static dev.tagwerk.task.TaskState.UP_TO_DATE;
import static dev.tagwerk.task.TaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.Ended;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The one rule for "must it run?": fingerprints, the cascade with its early end, fresh chances, conflicts. */
abstract class FingerprintContract extends ContractSubject {
    FingerprintContract(StoreContract contract) {
        super(contract);
    }

    /** Runs everything that can be run, giving each task the output {@code out-ID}; gives the ids in order. */
    private static List<String> runAll(StoreDriver.Member worker) {
        List<String> ran = new java.util.ArrayList<>();
        for (List<String> next = worker.claim(1); !next.isEmpty(); next = worker.claim(1)) {
            ran.addAll(next);
            worker.complete(next.get(0));
        }
        return ran;
    }

    /** A story in which these were declared and run by a worker that has left. */
    private StoreDriver done(Declaration... tasks) {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(tasks);
        assertThat(runAll(anna)).hasSize(tasks.length);
        anna.leave();
        return story;
    }

    @Test
    void offer_sameFingerprint_skipped() {
        // LB-241
        StoreDriver story = done(version("v1", "a"));
        StoreDriver.Member again = story.join("anna");
        assertThat(again.offer(version("v1", "a")).declared()).containsAnyOf(COMPLETED, UP_TO_DATE);
        assertThat(runAll(again)).isEmpty();
    }

    @Test
    void offer_otherFingerprint_runsOnceAndTheTrailIsKept() {
        // LB-241, LB-246, LB-247
        StoreDriver story = done(version("v1", "a"));
        StoreDriver.Member again = story.join("anna");
        assertThat(again.offer(version("v2", "a")).declared()).containsExactly(READY);
        assertThat(runAll(again)).containsExactly("a");
        assertThat(story.history("a")).containsExactly(Outcome.COMPLETED, Outcome.INVALIDATED, Outcome.COMPLETED);
        assertThat(story.attempts("a"))
                .extracting(Attempt::findings)
                .extracting(Attempt.Findings::fingerprint)
                .containsExactly("v1", "v2", "v2");
        assertThat(again.offer(version("v2", "a")).declared()).containsExactly(COMPLETED);
    }

    @Test
    void offer_noFingerprint_skippedAndTheOldOneStays() {
        // LB-242, LB-245
        StoreDriver story = done(version("v1", "a"));
        StoreDriver.Member second = story.join("anna");
        second.offer(task("a"));
        assertThat(runAll(second)).isEmpty();
        second.leave();
        StoreDriver.Member third = story.join("anna");
        third.offer(version("v1", "a"));
        assertThat(runAll(third)).isEmpty();
    }

    @Test
    void offer_firstFingerprintEver_runsOnce() {
        // LB-244
        StoreDriver story = done(task("a"));
        StoreDriver.Member again = story.join("anna");
        again.offer(version("v1", "a"));
        assertThat(runAll(again)).containsExactly("a");
    }

    @Test
    void cascade_outputChanged_dependentsRunAgain() {
        // LB-248, LB-249 as decided: on by default.
        StoreDriver story = done(version("v1", "a"), task("b", "a"), task("c", "b"), task("x"));
        StoreDriver.Member again = story.join("anna");
        again.offer(version("v2", "a"), task("b", "a"), task("c", "b"), task("x"));
        assertThat(story.states("a", "b", "c")).containsExactly(READY, IN_DOUBT, IN_DOUBT);
        assertThat(runAll(again)).containsExactly("a", "b", "c");
        assertThat(story.history("b")).containsExactly(Outcome.COMPLETED, Outcome.INVALIDATED, Outcome.COMPLETED);
    }

    @Test
    void reopen_inDoubtOrBlocked_runsEvenIfNothingHasChanged() {
        // Whoever asked for them to be run again was told that there was nothing to open.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b", "a"), task("c", "b"));
        for (String id : List.of("a", "b", "c")) {
            anna.run(id, "same");
        }
        story.reopen("a");
        assertThat(story.states("b", "c")).containsOnly(IN_DOUBT);
        assertThat(story.reopen("c")).isEqualTo(1);
        assertThat(story.state("c")).isEqualTo(WAITING);
        assertThat(story.reopen("c")).as("it is to run already").isZero();
        anna.take("a");
        anna.fail("a");
        assertThat(story.states("b", "c")).containsOnly(BLOCKED);
        assertThat(story.reopen("b")).isEqualTo(1);
        assertThat(story.state("b")).isEqualTo(BLOCKED);
        story.reopen("a");
        anna.run("a", "same");
        assertThat(runAll(anna)).containsExactly("b", "c");
        assertThat(story.history("b")).containsExactly(Outcome.COMPLETED, Outcome.INVALIDATED, Outcome.COMPLETED);
    }

    @Test
    void cascade_reachesWhatNobodyOffersNow_isNotOfThisRun() {
        // Such a task became ready in the new run, where nobody could run it and everybody waited for it.
        StoreDriver story = done(version("v1", "a"), task("b", "a"), task("c", "b"), task("d", "c"));
        StoreDriver.Member again = story.join("anna");
        again.offer(version("v2", "a"), task("c", "b"));
        assertThat(runAll(again)).containsExactly("a");
        assertThat(story.states("b", "c", "d")).containsExactly(READY, IN_DOUBT, IN_DOUBT);
        assertThat(again.settle().outlook().tally().unfinished())
                .as("of a and c")
                .isEqualTo(1);
        again.offer(task("b", "a"));
        assertThat(runAll(again)).containsExactly("b", "c");
        assertThat(story.state("d")).isEqualTo(READY);
        assertThat(again.settle().outlook().tally().unfinished()).isZero();
    }

    @Test
    void cascade_sameOutput_endsEarly() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(version("v1", "a"), task("b", "a"), task("c", "b"));
        anna.run("a", "out");
        anna.run("b", "out");
        anna.run("c", "out");
        anna.leave();
        StoreDriver.Member again = story.join("anna");
        again.offer(version("v2", "a"), task("b", "a"), task("c", "b"));
        again.run("a", "out");
        assertThat(story.states("a", "b", "c")).containsExactly(COMPLETED, UP_TO_DATE, UP_TO_DATE);
        assertThat(runAll(again)).isEmpty();
        assertThat(story.history("b")).containsExactly(Outcome.COMPLETED);
    }

    @Test
    void cascade_otherOutputThenSame_endsInTheMiddle() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(version("v1", "a"), task("b", "a"), task("c", "b"));
        anna.run("a", "out");
        anna.run("b", "out");
        anna.run("c", "out");
        anna.leave();
        StoreDriver.Member again = story.join("anna");
        again.offer(version("v2", "a"), task("b", "a"), task("c", "b"));
        again.run("a", "other");
        assertThat(story.states("b", "c")).containsExactly(READY, IN_DOUBT);
        again.take("b");
        again.end("b", Outcome.NO_CHANGE, Ended.Result.NOTHING);
        assertThat(story.states("b", "c")).containsExactly(COMPLETED, UP_TO_DATE);
    }

    @Test
    void cascade_diamond_theLastRunsOnce() {
        StoreDriver story = done(version("v1", "a"), task("b", "a"), task("c", "a"), task("d", "b", "c"));
        StoreDriver.Member again = story.join("anna");
        again.offer(version("v2", "a"), task("b", "a"), task("c", "a"), task("d", "b", "c"));
        assertThat(runAll(again)).containsExactly("a", "b", "c", "d");
    }

    @Test
    void cascade_onlyTheLastChanged_onlyTheLastRuns() {
        // LB-248: only C changed in A, B, C.
        StoreDriver story = done(version("v", "a"), version("v", "b", "a"), version("v1", "c", "b"));
        StoreDriver.Member again = story.join("anna");
        again.offer(version("v", "a"), version("v", "b", "a"), version("v2", "c", "b"));
        assertThat(runAll(again)).containsExactly("c");
    }

    @Test
    void ownFingerprintOnly_dependencyRedone_leftAlone() {
        // LB-248 as it was, on request.
        Declaration own = task("b", "a").withPolicy(Policy.DEFAULT.withOwnFingerprintOnly(true));
        StoreDriver story = done(version("v1", "a"), own, task("c", "b"));
        StoreDriver.Member again = story.join("anna");
        again.offer(version("v2", "a"), own, task("c", "b"));
        assertThat(runAll(again)).containsExactly("a");
    }

    @Test
    void cascade_dependencyFailsAgain_blockedUntilItIsMended() {
        // LB-250, LB-252
        StoreDriver story = done(version("v1", "a"), task("b", "a"));
        StoreDriver.Member again = story.join("anna");
        again.offer(version("v2", "a"), task("b", "a"));
        again.take("a");
        assertThat(story.state("b")).isEqualTo(IN_DOUBT);
        again.fail("a");
        assertThat(story.states("a", "b")).containsExactly(FAILED, BLOCKED);
        again.leave();
        StoreDriver.Member third = story.join("anna");
        third.offer(version("v3", "a"), task("b", "a"));
        assertThat(runAll(third)).containsExactly("a", "b");
    }

    @Test
    void invalidated_budgetUsedBefore_isFullAgain() {
        // LB-251, LB-073
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(1, 0);
        anna.offer(version("v1", "a"));
        anna.take("a");
        anna.fail("a");
        anna.run("a");
        anna.leave();
        StoreDriver.Member again = story.join("anna");
        again.offer(version("v2", "a"));
        assertThat(runAll(again)).containsExactly("a");
    }

    @Test
    void offer_failedTaskWithOtherFingerprint_getsAFreshChance() {
        // LB-254
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(version("v1", "a"), task("b", "a"));
        anna.take("a");
        anna.fail("a");
        anna.offer(version("v1", "a"));
        assertThat(story.states("a", "b")).containsExactly(FAILED, BLOCKED);
        anna.offer(version("v2", "a"));
        assertThat(story.states("a", "b")).containsExactly(READY, WAITING);
        assertThat(story.history("a")).containsExactly(Outcome.FAILED, Outcome.REOPENED);
        assertThat(runAll(anna)).containsExactly("a", "b");
    }

    @Test
    void offer_largerBudget_reopensWhatFailedWithinItAndWhatItBlocked() {
        // LB-264
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b", "a"));
        anna.take("a");
        anna.fail("a");
        StoreDriver.Member bert = story.join("bert").allowing(2, 0);
        bert.offer(task("a"), task("b", "a"));
        assertThat(story.states("a", "b")).containsExactly(READY, WAITING);
        bert.take("a");
        bert.fail("a");
        bert.take("a");
        bert.fail("a");
        assertThat(story.states("a", "b")).containsExactly(FAILED, BLOCKED);
        anna.offer(task("a"));
        assertThat(story.state("a")).as("a smaller budget reopens nothing").isEqualTo(FAILED);
        assertThat(runAll(bert)).isEmpty();
    }

    @Test
    void offer_whileRunning_completesWithTheFingerprintItDrew() {
        // LB-255
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(version("v1", "a"));
        anna.take("a");
        anna.offer(version("v2", "a"));
        assertThat(story.state("a")).isEqualTo(RUNNING);
        anna.complete("a");
        assertThat(story.attempts("a").get(0).findings().fingerprint()).isEqualTo("v1");
        anna.leave();
        StoreDriver.Member later = story.join("anna");
        later.offer(version("v2", "a"));
        assertThat(runAll(later)).containsExactly("a");
    }

    @Test
    void offer_dependencyInvalidatedWhileTheDependentRuns_endsAndRunsAgain() {
        // LB-256: its end raised an error and left it running for ever.
        StoreDriver story = done(version("v1", "a"));
        StoreDriver.Member anna = story.join("anna");
        anna.offer(version("v1", "a"), task("b", "a"));
        anna.take("b");
        anna.offer(version("v2", "a"));
        assertThat(story.states("a", "b")).containsExactly(READY, RUNNING);
        assertThat(anna.complete("b").notices().refusals()).isEmpty();
        assertThat(story.state("b")).isEqualTo(IN_DOUBT);
        anna.run("a");
        assertThat(story.state("b")).as("it saw the old output").isEqualTo(READY);
        anna.run("b");
        assertThat(story.states("a", "b")).containsExactly(COMPLETED, COMPLETED);
    }

    @Test
    void offer_liveWorkersDisagree_conflictInsteadOfPingPong() {
        // LB-253
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        StoreDriver.Member bert = story.join("bert");
        anna.offer(version("v1", "a"));
        anna.run("a");
        assertThat(bert.offer(version("v2", "a")).notices().conflicts()).containsExactly("a");
        assertThat(story.state("a")).isEqualTo(COMPLETED);
        assertThat(anna.offer(version("v1", "a")).notices().conflicts()).isEmpty();
        anna.leave();
        assertThat(bert.offer(version("v2", "a")).notices().conflicts())
                .as("alone it may")
                .isEmpty();
        assertThat(story.state("a")).isEqualTo(READY);
    }

    @Test
    void offer_otherFingerprintWhileBlocked_isNotForgotten() {
        // A done task, blocked by a dependency that failed when it was redone, was up to date again once that was
        // mended,
        // whatever had changed in the task itself.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(version("v1", "a"), version("v1", "b", "a"));
        anna.run("a", "out");
        anna.run("b", "out");
        anna.leave();
        StoreDriver.Member again = story.join("anna");
        again.offer(version("v2", "a"), version("v1", "b", "a"));
        again.take("a");
        again.fail("a");
        assertThat(story.state("b")).isEqualTo(BLOCKED);
        again.offer(version("v2", "b", "a"));
        story.reopen("a");
        again.run("a", "out");
        assertThat(story.state("b")).isEqualTo(READY);
    }

    @Test
    void reopen_doneTask_runsAgainWithItsDependents() {
        StoreDriver story = done(task("a"), task("b", "a"), task("x"));
        assertThat(story.reopen("a", "x", "x")).isEqualTo(2);
        StoreDriver.Member again = story.join("anna");
        again.offer(task("a"), task("b", "a"), task("x"));
        assertThat(runAll(again)).containsExactly("a", "b", "x");
        assertThat(story.history("a")).contains(Outcome.INVALIDATED);
    }

    @Test
    void reopen_failedTask_fullBudget() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(1, 0);
        anna.offer(task("a"));
        for (int i = 0; i < 2; i++) {
            anna.take("a");
            anna.fail("a");
        }
        assertThat(story.reopen("a")).isEqualTo(1);
        anna.take("a");
        anna.fail("a");
        assertThat(story.state("a")).isEqualTo(READY);
        assertThat(story.reopen("a")).as("it is open").isZero();
        assertThat(story.history("a")).contains(Outcome.REOPENED);
    }
}
