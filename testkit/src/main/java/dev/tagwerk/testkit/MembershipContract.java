package dev.tagwerk.testkit;

import static dev.tagwerk.task.TaskState.BLOCKED;
import static dev.tagwerk.task.TaskState.COMPLETED;
import static dev.tagwerk.task.TaskState.FAILED;
import static dev.tagwerk.task.TaskState.KILLED;
import static dev.tagwerk.task.TaskState.READY;
import static dev.tagwerk.task.TaskState.RUNNING;
import static dev.tagwerk.task.TaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.ChangedInputException;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.IdentityInUseException;
import dev.tagwerk.store.Span;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How workers come and go, and what becomes of runs and claims. */
abstract class MembershipContract extends ContractSubject {
    MembershipContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void join_first_opensRunOne() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna", "gpu");
        assertThat(story.graph().run()).isEqualTo(new GraphRow.Run(1, 1, 1, false));
        assertThat(anna.row().life())
                .isEqualTo(new WorkerRow.Life(WorkerRow.State.LIVE, 1, story.now(), story.now(), false));
        assertThat(anna.row().profile().labels()).containsExactly("gpu");
    }

    @Test
    void join_secondAndAfterAllHaveLeft_sameRunThenTheNext() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        StoreDriver.Member bert = story.join("bert");
        assertThat(story.graph().run()).isEqualTo(new GraphRow.Run(1, 2, 2, false));
        anna.leave();
        StoreDriver.Member carl = story.join("carl");
        assertThat(story.graph().run().number()).isEqualTo(1);
        bert.leave();
        carl.bury();
        assertThat(story.graph().run()).isEqualTo(new GraphRow.Run(1, 0, 0, false));
        story.join("dora");
        assertThat(story.graph().run()).isEqualTo(new GraphRow.Run(2, 1, 1, false));
    }

    @Test
    void join_identityOfALiveWorker_refusedWithTheTimeLeft() {
        // LB-125
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        story.advance(Duration.ofSeconds(4));
        assertThatThrownBy(() -> story.join("anna")).isInstanceOfSatisfying(IdentityInUseException.class, e -> {
            assertThat(e.remaining()).isEqualTo(Duration.ofSeconds(11));
            assertThat(e).hasMessageContaining("anna").hasMessageContaining("11 s");
        });
        anna.beat();
        assertThatThrownBy(() -> story.join("anna"))
                .isInstanceOfSatisfying(
                        IdentityInUseException.class,
                        e -> assertThat(e.remaining()).isEqualTo(Duration.ofSeconds(15)));
        assertThat(story.graph().run().live()).isEqualTo(1);
    }

    @Test
    void join_identityOfADeadWorker_takenOver() {
        // LB-129
        StoreDriver story = story();
        StoreDriver.Member first = story.join("anna");
        first.bury();
        StoreDriver.Member second = story.join("anna");
        assertThat(second.session()).isGreaterThan(first.session());
        assertThat(first.beat())
                .as("LB-128: the old one's signs of life count for nothing")
                .isFalse();
        assertThat(second.beat()).isTrue();
        assertThat(first.row().life().state()).isEqualTo(WorkerRow.State.KILLED);
    }

    @Test
    void join_otherGraph_nothingInCommon() {
        // LB-206
        StoreDriver one = StoreDriver.on(store(), "one");
        StoreDriver two = StoreDriver.on(store(), "two");
        StoreDriver.Member anna = one.join("anna");
        StoreDriver.Member bert = two.join("anna");
        anna.offer(task("a"));
        bert.offer(task("a"));
        anna.run("a");
        assertThat(two.state("a")).isEqualTo(READY);
        assertThat(bert.claim(9)).containsExactly("a");
        assertThat(one.tally().tasks()).isEqualTo(1);
    }

    @Test
    void join_positionsAndAnotherTotal_refused() {
        // LB-029, LB-286
        StoreDriver story = story();
        story.join("anna", new GraphRow.Input(5, true)).leave();
        StoreDump before = StoreDump.of(store());
        assertThatThrownBy(() -> story.join("bert", new GraphRow.Input(6, true)))
                .isInstanceOf(ChangedInputException.class)
                .hasMessageContaining("5")
                .hasMessageContaining("6");
        assertThat(StoreDump.of(store())).isEqualTo(before);
        story.join("carl", new GraphRow.Input(5, true));
        assertThat(story.graph().input()).isEqualTo(new GraphRow.Input(5, true));
    }

    @Test
    void join_keysAndAnotherTotal_theNewTotalCounts() {
        StoreDriver story = story();
        story.join("anna", new GraphRow.Input(5, false));
        story.join("bert", new GraphRow.Input(6, false));
        story.join("carl");
        assertThat(story.graph().input().total()).isEqualTo(6);
    }

    @Test
    void exchange_sourceEnded_countedOnce() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        StoreDriver.Member bert = story.join("bert");
        anna.endSource();
        assertThat(anna.endSource().outlook().run().drawing()).isEqualTo(1);
        anna.leave();
        assertThat(story.graph().run().drawing()).isEqualTo(1);
        bert.leave();
        assertThat(story.graph().run()).isEqualTo(new GraphRow.Run(1, 0, 0, false));
    }

    @Test
    void exchange_anything_isASignOfLife() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        long beats = anna.row().life().beats();
        story.advance(Duration.ofSeconds(1));
        anna.claim(1);
        assertThat(anna.row().life().beats()).isGreaterThan(beats);
        assertThat(anna.row().life().seen()).isEqualTo(story.now());
    }

    @Test
    void join_smallerBudgetInANewRun_openTasksAreJudgedByIt() {
        // What had failed too often for the new budget got one more try, unlike its like
        // that had
        // been judged before.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(3, 3);
        List<Declaration> tasks = List.of(task("f"), task("k"), task("later"), task("new"), task("after", "f"));
        anna.offer(tasks);
        anna.take("f");
        anna.fail("f");
        anna.take("later");
        anna.fail("later", Duration.ofSeconds(60));
        anna.take("k");
        anna.bury();
        assertThat(story.states("f", "k", "later", "after")).containsExactly(READY, READY, WAITING, WAITING);
        StoreDriver.Member next = story.join("anna").allowing(0, 0);
        next.offer(tasks);
        assertThat(story.states("f", "k", "later", "new", "after"))
                .containsExactly(FAILED, KILLED, FAILED, READY, BLOCKED);
        assertThat(next.claim(9)).containsExactly("new");
        StoreDriver.Member bert = story.join("bert").allowing(3, 3);
        bert.offer(tasks);
        assertThat(story.states("f", "k", "after"))
                .as("within a run the most patient worker counts")
                .containsExactly(READY, READY, WAITING);
    }

    @Test
    void leave_claimsInHand_handedBackUnharmed() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(0, 0);
        anna.offer(task("a"), task("b"), task("c", "b"), task("d"));
        anna.claim(3);
        List<Answer.Refusal> refusals = anna.leave(
                anna.ended("b", Outcome.COMPLETED, Ended.Result.NOTHING),
                anna.ended("d", Outcome.INTERRUPTED, Ended.Result.NOTHING));
        assertThat(refusals).isEmpty();
        assertThat(story.states("a", "b", "c", "d")).containsExactly(READY, COMPLETED, READY, READY);
        assertThat(story.history("a")).isEmpty();
        assertThat(story.history("d")).containsExactly(Outcome.INTERRUPTED);
        assertThat(anna.row().life().state()).isEqualTo(WorkerRow.State.OFFLINE);
        assertThat(anna.row().done()).isEqualTo(new WorkerRow.Done(1, 0, 0));
        assertThat(anna.beat()).isFalse();
        assertThat(anna.leave()).isEmpty();
    }

    @Test
    void leave_afterBurial_resultsAreRefused() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"));
        anna.take("a");
        anna.bury();
        assertThat(anna.leave(anna.ended("a", Outcome.COMPLETED, Ended.Result.NOTHING)))
                .hasSize(1);
        assertThat(story.history("a")).containsExactly(Outcome.KILLED, Outcome.REFUSED);
        assertThat(anna.row().life().state()).isEqualTo(WorkerRow.State.KILLED);
    }

    @Test
    void bury_claimedAlone_burnsTheBudget() {
        // Rule 5.6, LB-074
        StoreDriver story = story();
        for (int death = 0; death < 3; death++) {
            StoreDriver.Member worker = story.join("w" + death).allowing(0, 2);
            worker.offer(task("a"));
            worker.take("a");
            worker.bury();
            assertThat(story.state("a")).isEqualTo(death < 2 ? READY : KILLED);
        }
        assertThat(story.task("a").standing().tries().killed()).isEqualTo(3);
        assertThat(story.history("a")).containsOnly(Outcome.KILLED).hasSize(3);
    }

    @Test
    void bury_claim_attemptRanFromTheClaimToTheBurial() {
        StoreDriver story = story();
        StoreDriver.Member worker = story.join("w");
        worker.offer(task("a"));
        long claimed = story.now();
        worker.take("a");
        story.advance(Duration.ofSeconds(20));
        worker.bury();
        assertThat(story.attempts("a"))
                .extracting(attempt -> attempt.run().span())
                .containsExactly(new Span(claimed, Duration.ofSeconds(20).toNanos()));
    }

    @Test
    void bury_claimedAhead_burnsNothingAndComesBackSuspect() {
        // Rule 5.6
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(0, 0);
        anna.offer(IntStream.range(0, 10).mapToObj(i -> task("t" + i)).toList());
        assertThat(anna.claim(1, 9)).containsExactly("t0", "t1", "t2", "t3", "t4");
        anna.bury();
        assertThat(story.states("t0", "t1", "t4")).containsExactly(KILLED, READY, READY);
        assertThat(story.task("t1").standing().tries().suspect()).isTrue();
        assertThat(story.task("t5").standing().tries().suspect()).isFalse();
        StoreDriver.Member bert = story.join("bert").allowing(0, 0);
        bert.offer(IntStream.range(1, 10).mapToObj(i -> task("t" + i)).toList());
        assertThat(bert.claim(1, 9))
                .as("suspects are never claimed ahead")
                .containsExactly("t1", "t5", "t6", "t7", "t8");
        bert.bury();
        assertThat(story.states("t1", "t2", "t5")).as("now it burns").containsExactly(KILLED, READY, READY);
    }

    @Test
    void bury_beatHasMoved_refused() {
        // Rule 5.3: the beat counter decides, not a clock.
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"));
        anna.take("a");
        long seen = anna.row().life().beats();
        anna.beat();
        story.advance(Duration.ofHours(1));
        assertThat(anna.bury(seen)).isFalse();
        assertThat(story.state("a")).isEqualTo(RUNNING);
        assertThat(anna.bury(seen + 1)).isTrue();
        assertThat(anna.bury(seen + 2)).as("nobody dies twice").isFalse();
        assertThat(story.state("a")).isEqualTo(READY);
    }

    @Test
    void bury_dependents_areTold() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(0, 0);
        anna.offer(task("a"), task("b", "a"));
        anna.take("a");
        anna.bury();
        assertThat(story.states("a", "b")).containsExactly(KILLED, TaskState.BLOCKED);
    }

    @Test
    void newRun_leftoversOfTheOldOne_neitherClaimedNorCounted() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(1, 0);
        anna.offer(task("ready"), task("failed"), task("retry"), task("waiting", "ready"), task("again"));
        anna.take("failed");
        anna.fail("failed");
        anna.take("failed");
        anna.fail("failed");
        anna.take("retry");
        anna.fail("retry", Duration.ofSeconds(1));
        anna.leave();
        StoreDriver.Member bert = story.join("bert");
        story.advance(Duration.ofSeconds(9));
        Answer answer = bert.offer(task("again"));
        assertThat(answer.outlook().tally().tasks()).isEqualTo(1);
        assertThat(answer.outlook().tally().finalFailures()).isZero();
        assertThat(answer.outlook().wakeAt()).isZero();
        assertThat(bert.claim(9)).containsExactly("again");
        assertThat(story.states("ready", "failed")).containsExactly(READY, FAILED);
        bert.offer(task("ready"), task("waiting", "ready"), task("retry"));
        assertThat(story.tally().tasks()).isEqualTo(4);
    }

    @Test
    void check_storeInUse_nothingWrong() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        StoreDriver.Member bert = story.join("bert").allowing(2, 0);
        anna.offer(version("v1", "a"), task("b", "a"), ClaimContract.shared("s", 2), task("x", "nobody"));
        anna.claim(2);
        bert.take("s");
        anna.complete("a");
        bert.take("b");
        bert.fail("b", Duration.ofSeconds(1));
        bert.endSource();
        assertThat(store().check()).isEmpty();
        anna.bury();
        bert.leave();
        story.reopen("a");
        assertThat(store().check()).isEmpty();
        assertThat(store().location()).isNotBlank();
    }

    @Test
    void restart_inTheMiddle_goesOnWhereItWas() {
        if (!contract.isDurable()) {
            return;
        }
        StoreDriver.Member anna = story().join("anna");
        anna.offer(task("a"), task("b", "a"));
        anna.run("a");
        restart();
        StoreDriver story = story();
        assertThat(story.states("a", "b")).containsExactly(COMPLETED, READY);
        StoreDriver.Member bert = story.join("bert");
        assertThat(story.graph().run().live()).isEqualTo(2);
        assertThat(bert.claim(9)).containsExactly("b");
    }
}
