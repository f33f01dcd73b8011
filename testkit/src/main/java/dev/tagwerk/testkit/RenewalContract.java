package dev.tagwerk.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.Payload;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.Tries;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a run keeps for later ones, and what a later one does not let count. */
abstract class RenewalContract extends ContractSubject {
    RenewalContract(StoreContract contract) {
        super(contract);
    }

    private static Payload payload(String text) {
        return new Payload.Encoded("text", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Ended.Result value(String text) {
        return Ended.Result.value("", payload(text));
    }

    private List<Payload> kept(StoreDriver story, String id) {
        return store().read(snapshot -> snapshot.results(List.of(story.task(id).seq())).stream()
                .map(Snapshot.Result::payload)
                .toList());
    }

    private static Answer renew(StoreDriver story, StoreDriver.Member who, boolean failures, Predicate<String> redone) {
        Request.Offer offer = new Request.Offer(
                List.of(task("a"), task("b", "a")), Budget.DEFAULT, false, new Request.Renewal(failures, redone));
        return who.exchange(new Request(who.session(), story.now(), List.of(), offer, Request.Want.NOTHING));
    }

    @Test
    void result_ofSuccess_kept() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b"));
        anna.take("a");
        anna.end("a", Outcome.COMPLETED, value("one"));
        assertThat(kept(story, "a")).containsExactly(payload("one"));
        assertThat(kept(story, "b")).isEmpty();
    }

    @Test
    void result_ofFailureOrRefusedEnd_notKept() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b"));
        anna.take("a");
        anna.end("a", Outcome.FAILED, new Ended.Result("", Failure.of("Boom", "it failed"), 0, payload("one")));
        assertThat(kept(story, "a")).isEmpty();
        anna.take("b");
        Ended late = anna.ended("b", Outcome.COMPLETED, value("late"));
        anna.bury();
        anna.exchange(List.of(late), List.of(), 0, 0);
        assertThat(kept(story, "b")).isEmpty();
    }

    @Test
    void result_ofSkipAfterSuccess_theLastOneStays() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(version("v1", "a"));
        anna.take("a");
        anna.end("a", Outcome.COMPLETED, value("one"));
        anna.offer(version("v2", "a"));
        anna.take("a");
        anna.end("a", Outcome.SKIPPED, Ended.Result.NOTHING);
        assertThat(kept(story, "a")).containsExactly(payload("one"));
    }

    @Test
    void result_ofSecondSuccess_replacesTheFirst() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(version("v1", "a"));
        anna.take("a");
        anna.end("a", Outcome.COMPLETED, value("one"));
        anna.offer(version("v2", "a"));
        anna.take("a");
        anna.end("a", Outcome.COMPLETED, value("two"));
        assertThat(kept(story, "a")).containsExactly(payload("two"));
    }

    @Test
    void renewal_failuresOfEarlierRun_triedAgainWithFullBudget() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b", "a"));
        anna.take("a");
        anna.fail("a");
        assertThat(story.state("b")).isEqualTo(TaskState.BLOCKED);
        anna.leave();
        StoreDriver.Member bert = story.join("bert");
        renew(story, bert, true, id -> false);
        assertThat(story.state("a")).isEqualTo(TaskState.READY);
        assertThat(story.state("b")).isEqualTo(TaskState.WAITING);
        assertThat(story.task("a").standing().tries().failed()).isZero();
    }

    @Test
    void renewal_openTaskOfEarlierRun_hasFullBudget() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(1, 0);
        anna.offer(task("a"));
        anna.take("a");
        anna.fail("a");
        assertThat(story.task("a").standing().tries().failed()).isEqualTo(1);
        anna.leave();
        StoreDriver.Member bert = story.join("bert");
        renew(story, bert, true, id -> false);
        Tries tries = story.task("a").standing().tries();
        assertThat(tries.failed()).isZero();
        assertThat(tries.attempts()).isEqualTo(1);
    }

    @Test
    void renewal_failuresOfLiveRun_count() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b", "a"));
        anna.take("a");
        anna.fail("a");
        StoreDriver.Member bert = story.join("bert");
        renew(story, bert, true, id -> false);
        assertThat(story.state("a")).isEqualTo(TaskState.FAILED);
        assertThat(story.state("b")).isEqualTo(TaskState.BLOCKED);
    }

    @Test
    void renewal_redone_runsAgainInANewRunOnly() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b", "a"));
        anna.run("a", "out");
        anna.run("b", "out");
        anna.leave();
        StoreDriver.Member bert = story.join("bert");
        renew(story, bert, false, "a"::equals);
        assertThat(story.state("a")).isEqualTo(TaskState.READY);
        assertThat(story.state("b")).isEqualTo(TaskState.IN_DOUBT);
        bert.run("a", "out");
        assertThat(story.state("b")).isEqualTo(TaskState.UP_TO_DATE);
        StoreDriver.Member carl = story.join("carl");
        renew(story, carl, false, "a"::equals);
        assertThat(story.state("a")).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void renewal_none_leavesTheEarlierRunAsItIs() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna");
        anna.offer(task("a"), task("b", "a"));
        anna.take("a");
        anna.fail("a");
        anna.leave();
        StoreDriver.Member bert = story.join("bert");
        bert.offer(List.<Declaration>of(task("a"), task("b", "a")));
        assertThat(story.state("a")).isEqualTo(TaskState.FAILED);
    }
}
