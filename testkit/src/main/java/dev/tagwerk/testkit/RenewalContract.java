package dev.tagwerk.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Brief;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.Payload;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.Tries;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Evidence;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Policy;
import dev.tagwerk.task.TaskState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
                List.of(task("a"), task("b", "a")),
                Budget.DEFAULT,
                false,
                new Request.Renewal(failures, redone),
                List.of());
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

    @Test
    void declare_whatBriefSaysIsDeclared_changesNothing() {
        StoreDriver story = story();
        StoreDriver.Member anna = story.join("anna").allowing(1, 3);
        List<Declaration> all = List.of(
                task("ready"),
                task("running"),
                task("waiting", "running"),
                task("done"),
                task("failed"),
                task("blocked", "failed"),
                version("1", "versioned"));
        anna.offer(all);
        anna.take("running");
        anna.run("done");
        anna.take("failed");
        anna.fail("failed");
        anna.take("failed");
        anna.fail("failed");
        assertThat(declared(story, all, new Budget(1, 3))).containsExactly("ready", "running", "waiting", "versioned");

        StoreDriver.Member bert = story.join("bert");
        int said = 0;
        for (Budget budget : List.of(new Budget(0, 3), new Budget(1, 3), new Budget(1, 4))) {
            for (Declaration known : all) {
                for (Declaration one : variations(known)) {
                    if (!declared(story, List.of(one), budget).isEmpty()) {
                        TaskRow before = story.task(one.id());
                        bert.allowing(budget.failed(), budget.killed()).offer(one);
                        assertThat(story.task(one.id()))
                                .as("%s within %s", one, budget)
                                .isEqualTo(before);
                        said++;
                    }
                }
            }
        }
        assertThat(said).isPositive();
        // What another declaration changes is not declared in the old way any more.
        bert.offer(task("ready").withPolicy(Policy.DEFAULT.withPriority(7)));
        assertThat(declared(story, all, Budget.DEFAULT)).doesNotContain("ready");
        anna.leave();
        bert.leave();
        story.join("carl");
        assertThat(declared(story, all, new Budget(0, 0))).as("in the next run").isEmpty();
    }

    private static List<Declaration> variations(Declaration of) {
        return List.of(
                of,
                of.withDependencies(Set.of("other")),
                of.withPolicy(of.policy().withPriority(3)),
                of.withPolicy(of.policy().withBudget(new Budget(0, 0))),
                of.withPolicy(of.policy().withOwnFingerprintOnly(true)),
                of.withEvidence(new Evidence("2", 0)),
                of.withEvidence(new Evidence("", 5)));
    }

    /** Which of these need not be declared, by what the store says of them in short. */
    private List<String> declared(StoreDriver story, List<Declaration> declarations, Budget budget) {
        GraphRow graph = story.graph();
        return store().read(snapshot -> {
            Map<String, Brief> tasks =
                    snapshot
                            .brief(
                                    graph.id(),
                                    declarations.stream().map(Declaration::id).toList())
                            .stream()
                            .collect(Collectors.toMap(Brief::id, task -> task));
            Set<Integer> live = snapshot.lanes(graph.id()).stream()
                    .filter(lane -> lane.run() == graph.run().number())
                    .map(Lane::id)
                    .collect(Collectors.toSet());
            return declarations.stream()
                    .filter(one -> {
                        Brief task = Objects.requireNonNull(tasks.get(one.id()));
                        return task.state().isUnfinished()
                                && task.isDeclaredAs(
                                        one, budget, live.contains(task.terms().lane()));
                    })
                    .map(Declaration::id)
                    .toList();
        });
    }
}
