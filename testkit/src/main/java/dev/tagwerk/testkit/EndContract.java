package dev.tagwerk.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.ClaimRow;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.Span;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Policy;
import dev.tagwerk.task.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the end of an attempt does: to the task, to its budget, to the history. */
abstract class EndContract extends ContractSubject {
    EndContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void complete_claimed_settledAndWrittenDown() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(version("v1", "a"));
        ClaimRow claim = anna.take("a");
        Answer answer = anna.complete("a", "out");
        assertThat(answer.outlook().tally().count(TaskState.COMPLETED)).isEqualTo(1);
        assertThat(answer.notices().refusals()).isEmpty();
        Attempt attempt = story.attempts("a").get(0);
        assertThat(attempt.run())
                .isEqualTo(new Attempt.By(anna.session(), 1, claim.token(), new Span(story.now(), 5_000_000)));
        assertThat(attempt.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(attempt.findings()).isEqualTo(new Attempt.Findings("v1", "out", null, List.of()));
        assertThat(story.task("a").standing().tries().nanos()).isEqualTo(5_000_000);
        assertThat(anna.row().done().completed()).isEqualTo(1);
        assertThat(anna.row().done().holding()).isZero();
    }

    @Test
    void complete_withDependencies_theirNumbersAreInTheHistory() {
        // LB-116
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("c"), task("d"), task("e", "c", "d"));
        anna.run("c");
        anna.run("d");
        anna.run("e");
        assertThat(story.attempts("e").get(0).findings().consumed())
                .containsExactly(story.task("c").seq(), story.task("d").seq());
    }

    @Test
    void end_eachOutcome_itsState() {
        Map<Outcome, TaskState> expected = Map.of(
                Outcome.COMPLETED, TaskState.COMPLETED,
                Outcome.NO_CHANGE, TaskState.COMPLETED,
                Outcome.SKIPPED, TaskState.SKIPPED,
                Outcome.FAILED, TaskState.FAILED,
                Outcome.TIMED_OUT, TaskState.TIMED_OUT,
                Outcome.CANCELLED, TaskState.CANCELLED,
                Outcome.INTERRUPTED, TaskState.READY,
                Outcome.HANDED_BACK, TaskState.READY);
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        expected.forEach((outcome, state) -> {
            anna.offer(task(outcome.name()));
            anna.take(outcome.name());
            anna.end(outcome.name(), outcome, Ended.Result.NOTHING);
            assertThat(story.state(outcome.name())).as(outcome.name()).isEqualTo(state);
        });
        assertThat(story.tally().tasks()).isEqualTo(expected.size());
    }

    @Test
    void fail_budgetOfTwo_threeAttempts() {
        // LB-070: N retries after the first attempt.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(2, 0);
        anna.offer(task("a"));
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(anna.take("a").attempt()).isEqualTo(attempt);
            anna.fail("a");
        }
        assertThat(story.state("a")).isEqualTo(TaskState.FAILED);
        assertThat(anna.claim(1)).isEmpty();
        assertThat(story.history("a")).containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.FAILED);
        assertThat(story.attempts("a").get(0).findings().failure()).isEqualTo(Failure.of("Boom", "it failed"));
        assertThat(anna.row().done().failed()).isEqualTo(3);
    }

    @Test
    void fail_budgetOfTheTask_beatsThatOfTheLoop() {
        // LB-076
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a").withPolicy(Policy.DEFAULT.withBudget(new Budget(1, 0))));
        anna.take("a");
        anna.fail("a");
        assertThat(story.state("a")).isEqualTo(TaskState.READY);
    }

    @Test
    void end_killedAndFailed_eachHasItsOwnBudget() {
        // LB-072
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(1, 1);
        anna.offer(task("a"));
        anna.take("a");
        anna.fail("a");
        anna.take("a");
        anna.bury();
        assertThat(story.state("a")).isEqualTo(TaskState.READY);
        StoreDriver.Member bert = story.join("bert").allowing(1, 1);
        bert.offer(task("a"));
        bert.take("a");
        bert.bury();
        assertThat(story.state("a")).isEqualTo(TaskState.KILLED);
        assertThat(story.history("a")).containsExactly(Outcome.FAILED, Outcome.KILLED, Outcome.KILLED);
    }

    @Test
    void complete_afterFailures_theBudgetIsFullAgain() {
        // LB-073
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(1, 1);
        anna.offer(version("v1", "a"));
        anna.take("a");
        anna.fail("a");
        anna.run("a");
        story.reopen("a");
        anna.take("a");
        anna.fail("a");
        assertThat(story.state("a")).isEqualTo(TaskState.READY);
    }

    @Test
    void end_interruptedOrHandedBack_costsNothing() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(0, 0);
        anna.offer(task("a"));
        anna.take("a");
        anna.end("a", Outcome.INTERRUPTED, Ended.Result.NOTHING);
        anna.take("a");
        anna.handBack("a");
        assertThat(story.state("a")).isEqualTo(TaskState.READY);
        assertThat(story.history("a")).as("handing back leaves no trace").containsExactly(Outcome.INTERRUPTED);
        assertThat(story.task("a").standing().tries().failed()).isZero();
    }

    @Test
    void end_eachOutcome_countedForTheWorkerAsWhatItIs() {
        // Ctrl-C made a worker look as if everything it had in hand had failed.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        List<Outcome> ends = List.of(
                Outcome.COMPLETED,
                Outcome.NO_CHANGE,
                Outcome.SKIPPED,
                Outcome.FAILED,
                Outcome.TIMED_OUT,
                Outcome.CANCELLED,
                Outcome.INTERRUPTED,
                Outcome.HANDED_BACK);
        for (Outcome outcome : ends) {
            anna.offer(task(outcome.name()));
            anna.take(outcome.name());
            anna.end(outcome.name(), outcome, Ended.Result.NOTHING);
        }
        anna.take("INTERRUPTED");
        anna.bury();
        assertThat(story.history("INTERRUPTED")).containsExactly(Outcome.INTERRUPTED, Outcome.KILLED);
        assertThat(anna.row().done()).isEqualTo(new WorkerRow.Done(3, 2, 0));
    }

    @Test
    void cancel_declaredAgain_staysCancelledInThisRun() {
        // Its budget was not used up, so whoever declared it again opened it again.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"));
        anna.take("a");
        anna.end("a", Outcome.CANCELLED, Ended.Result.NOTHING);
        StoreDriver.Member bert = story.join("bert");
        bert.offer(task("a"));
        assertThat(story.state("a")).isEqualTo(TaskState.CANCELLED);
        anna.leave();
        bert.leave();
        story.join("anna").offer(task("a"));
        assertThat(story.state("a")).isEqualTo(TaskState.READY);
    }

    @Test
    void end_handedInTwice_secondRefused() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"));
        anna.take("a");
        anna.complete("a");
        Answer second = anna.fail("a");
        assertThat(second.notices().refusals()).hasSize(1);
        assertThat(story.state("a")).isEqualTo(TaskState.COMPLETED);
        assertThat(story.history("a")).containsExactly(Outcome.COMPLETED, Outcome.REFUSED);
        assertThat(anna.row().done().failed()).isZero();
    }

    @Test
    void end_twiceInOneExchange_secondRefused() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"));
        anna.take("a");
        Ended good = anna.ended("a", Outcome.COMPLETED, Ended.Result.NOTHING);
        Ended bad = anna.ended("a", Outcome.FAILED, Ended.Result.NOTHING);
        assertThat(anna.exchange(List.of(good, bad), List.of(), 0, 0).notices().refusals())
                .extracting(Answer.Refusal::ended)
                .containsExactly(bad);
        assertThat(story.state("a")).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void end_claimOfAnother_refused() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        StoreDriver.Member bert = story.join("bert");
        anna.offer(task("a"));
        anna.take("a");
        Ended stolen = anna.ended("a", Outcome.COMPLETED, Ended.Result.NOTHING);
        assertThat(bert.exchange(List.of(stolen), List.of(), 0, 0).notices().refusals())
                .hasSize(1);
        assertThat(story.state("a")).isEqualTo(TaskState.RUNNING);
        assertThat(anna.complete("a").notices().refusals()).isEmpty();
    }

    @Test
    void end_inventedClaim_refusedWithoutATrace() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"));
        ClaimRow invented = new ClaimRow(123_456, 654_321, anna.session(), new ClaimRow.Grant(1, false, 0));
        Ended ended = new Ended(invented, Outcome.COMPLETED, new Span(1, 1), Ended.Result.NOTHING);
        assertThat(anna.exchange(List.of(ended), List.of(), 0, 0).notices().refusals())
                .hasSize(1);
        assertThat(story.history("a")).isEmpty();
    }

    @Test
    void end_workerTakenForDead_refusedAndTold() {
        // Rule 5.2: two bodies may overlap, two commits never.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        StoreDriver.Member bert = story.join("bert");
        anna.offer(task("a"));
        anna.take("a");
        anna.bury();
        bert.take("a");
        Answer late = anna.complete("a");
        assertThat(late.notices().lost()).isTrue();
        assertThat(late.notices().refusals()).hasSize(1);
        assertThat(late.claims()).isEmpty();
        assertThat(story.state("a")).isEqualTo(TaskState.RUNNING);
        bert.complete("a");
        assertThat(story.history("a")).containsExactly(Outcome.KILLED, Outcome.REFUSED, Outcome.COMPLETED);
        assertThat(anna.claim(1)).isEmpty();
    }

    @Test
    void fail_withDelay_waitsUntilItIsDue() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(2, 0);
        anna.offer(task("a"), task("b"));
        anna.take("a");
        Answer answer = anna.fail("a", Duration.ofSeconds(10));
        assertThat(story.state("a")).isEqualTo(TaskState.WAITING);
        assertThat(answer.outlook().wakeAt()).isEqualTo(story.now() + 10_000);
        assertThat(answer.outlook().tally().retrying()).isEqualTo(1);
        story.advance(Duration.ofMillis(9_999));
        assertThat(anna.claim(2)).containsExactly("b");
        story.advance(Duration.ofMillis(1));
        Answer due = anna.exchange(List.of(), List.of(), 1, 0);
        assertThat(StoreDriver.ids(due)).containsExactly("a");
        assertThat(due.outlook().wakeAt()).isZero();
        assertThat(due.outlook().tally().retrying()).isZero();
    }

    @Test
    void fail_withDelayAndDependencyRedone_runsWhenBothAllow() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(2, 0);
        anna.offer(task("a"), task("b", "a"));
        anna.run("a");
        anna.take("b");
        anna.fail("b", Duration.ofSeconds(10));
        story.reopen("a");
        story.advance(Duration.ofSeconds(20));
        assertThat(anna.claim(5)).containsExactly("a");
        anna.complete("a");
        assertThat(anna.claim(5)).containsExactly("b");
    }

    @Test
    void severalWorkers_oneSuccessThenAFailure_satisfied() {
        // LB-105
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        StoreDriver.Member bert = story.join("bert");
        anna.offer(ClaimContract.shared("s", 3), task("after", "s"));
        anna.take("s");
        bert.take("s");
        anna.complete("s");
        assertThat(story.states("s", "after")).as("LB-102").containsExactly(TaskState.RUNNING, TaskState.WAITING);
        assertThat(anna.claim(1)).as("LB-101: nobody joins after a success").isEmpty();
        bert.fail("s");
        assertThat(story.states("s", "after")).containsExactly(TaskState.COMPLETED, TaskState.READY);
        assertThat(story.history("s")).containsExactly(Outcome.COMPLETED, Outcome.FAILED);
    }

    @Test
    void severalWorkers_oneFailureThenASuccess_satisfied() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        StoreDriver.Member bert = story.join("bert");
        anna.offer(ClaimContract.shared("s", 2));
        anna.take("s");
        bert.take("s");
        anna.fail("s");
        assertThat(story.state("s")).isEqualTo(TaskState.RUNNING);
        bert.complete("s");
        assertThat(story.state("s")).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void severalWorkers_allFail_failed() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        StoreDriver.Member bert = story.join("bert");
        anna.offer(ClaimContract.shared("s", 2));
        anna.take("s");
        bert.take("s");
        anna.fail("s");
        bert.fail("s");
        assertThat(story.state("s")).isEqualTo(TaskState.FAILED);
    }

    @Test
    void severalWorkers_budgetUsedUpWhileAnotherRuns_nobodyJoins() {
        // LB-103: the slot of who failed may be taken by another, budgets permitting. They did not: whoever failed came
        // back
        // at once, again and again, for as long as the other one ran.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(1, 0);
        StoreDriver.Member bert = story.join("bert");
        anna.offer(ClaimContract.shared("s", 2));
        bert.take("s");
        anna.take("s");
        anna.fail("s");
        anna.take("s");
        anna.fail("s");
        assertThat(anna.claim(1)).isEmpty();
        bert.complete("s");
        assertThat(story.state("s")).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void severalWorkers_failureAfterTheSuccess_costsNoBudgetOfTheNextTime() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(1, 0);
        StoreDriver.Member bert = story.join("bert");
        anna.offer(task("a"), ClaimContract.shared("s", 2, "a"));
        anna.run("a");
        anna.take("s");
        bert.take("s");
        anna.complete("s");
        bert.fail("s");
        story.reopen("a");
        anna.run("a");
        assertThat(story.state("s")).isEqualTo(TaskState.READY);
        assertThat(story.task("s").standing().tries().failed())
                .as("counted since the last success or invalidation")
                .isZero();
    }
}
