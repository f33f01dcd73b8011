package dev.tagwerk.testkit;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.Blockage;
import dev.tagwerk.store.ClaimRow;
import dev.tagwerk.store.Diagnosis;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.Exchange;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.Membership;
import dev.tagwerk.store.ProcessIdentity;
import dev.tagwerk.store.Reopening;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.Span;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.Tally;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Plays workers on one graph of a store by hand, with a clock that stands still until it is moved: a test then reads like a
 * story. For one thread at a time.
 *
 * <pre>{@code
 * StoreDriver story = StoreDriver.on(store, "graph");
 * StoreDriver.Member anna = story.join("anna");
 * anna.offer(Declaration.of("a"));
 * assertThat(anna.claim(1)).containsExactly("a");
 * anna.complete("a");
 * assertThat(story.state("a")).isEqualTo(TaskState.COMPLETED);
 * }</pre>
 */
public final class StoreDriver {
    private static final int EXCHANGES_AT_MOST = 10_000;

    private final Store store;
    private final String graph;
    private long now = 1_000_000;

    private StoreDriver(Store store, String graph) {
        this.store = store;
        this.graph = graph;
    }

    /** A story on the graph of this name. */
    public static StoreDriver on(Store store, String graph) {
        return new StoreDriver(store, graph);
    }

    /** The time, in milliseconds. */
    public long now() {
        return now;
    }

    /** Moves the clock. */
    public StoreDriver advance(Duration time) {
        now += time.toMillis();
        return this;
    }

    /** Lets a worker join that knows nothing of its input. */
    public Member join(String identity, String... labels) {
        return join(identity, GraphRow.Input.UNKNOWN, labels);
    }

    /** Lets a worker join that knows this of its input. */
    public Member join(String identity, GraphRow.Input input, String... labels) {
        WorkerRow.Profile profile = new WorkerRow.Profile(
                identity,
                new ProcessIdentity("host", "boot", "pid:[1]", 42, 7),
                new TreeSet<>(List.of(labels)),
                Duration.ofSeconds(15),
                Duration.ofSeconds(5));
        Membership.Application application = new Membership.Application(graph, profile, input, now);
        return new Member(
                store.<WorkerRow>write(tx -> Membership.join(tx, application)).session());
    }

    /** The graph. */
    public GraphRow graph() {
        GraphRow row = store.<@Nullable GraphRow>read(snapshot -> snapshot.graph(graph));
        if (row == null) {
            throw new AssertionError("Graph " + graph + " is not there; let a worker join first");
        }
        return row;
    }

    /** The task of this id. */
    public TaskRow task(String id) {
        long number = graph().id();
        List<TaskRow> rows = store.read(snapshot -> snapshot.find(number, List.of(id)));
        if (rows.size() != 1) {
            throw new AssertionError("Task " + id + " is there " + rows.size() + " times; expected once");
        }
        return rows.get(0);
    }

    /** The state of the task of this id. */
    public TaskState state(String id) {
        return task(id).state();
    }

    /** The states of these tasks, in this order. */
    public List<TaskState> states(String... ids) {
        return List.of(ids).stream().map(this::state).toList();
    }

    /** The id of the task that is named as the root of this task's trouble; empty for none. */
    public String cause(String id) {
        TaskRow row = task(id);
        TaskRow cause =
                store.read(snapshot -> Blockage.causes(snapshot, List.of(row))).get(row.seq());
        return cause == null ? "" : cause.id();
    }

    /** The history of the task of this id, oldest first. */
    public List<Attempt> attempts(String id) {
        long number = task(id).seq();
        return store.read(snapshot -> snapshot.attempts(number));
    }

    /** The outcomes in the history of the task of this id, oldest first. */
    public List<Outcome> history(String id) {
        return attempts(id).stream().map(Attempt::outcome).toList();
    }

    /** How the tasks of the live run stand. */
    public Tally tally() {
        GraphRow row = graph();
        List<Lane> lanes = store.read(snapshot -> snapshot.lanes(row.id()));
        return lanes.stream()
                .filter(lane -> lane.run() == row.run().number())
                .map(Lane::tally)
                .reduce(Tally.ZERO, Tally::plus);
    }

    /** The tasks in these states, by number. */
    public List<String> in(TaskState first, TaskState... more) {
        long number = graph().id();
        Set<TaskState> states = EnumSet.of(first, more);
        return store.read(snapshot -> snapshot.list(number, states, 0, Integer.MAX_VALUE)).stream()
                .map(TaskRow::id)
                .toList();
    }

    /** Opens these tasks again; says how many were opened. */
    public int reopen(String... ids) {
        List<Long> numbers = List.of(ids).stream().map(id -> task(id).seq()).toList();
        GraphRow row = graph();
        return store.write(tx -> Reopening.reopen(tx, row, numbers, now));
    }

    /** What is wrong with the tasks that wait. */
    public Diagnosis diagnose() {
        long number = graph().id();
        return store.read(snapshot -> Diagnosis.of(snapshot, number));
    }

    /**
     * One worker of the story. It remembers its claims, and names them by the ids of their tasks. For one thread at a time.
     */
    public final class Member {
        private final long session;
        private final Map<String, ClaimRow> claims = new HashMap<>();
        private Budget budget = Budget.DEFAULT;
        private Request.Holding holds = id -> true;
        private int maxFailures;

        private Member(long session) {
            this.session = session;
        }

        /** The number of its registration. */
        public long session() {
            return session;
        }

        /** Its row in the store. */
        public WorkerRow row() {
            WorkerRow row = store.<@Nullable WorkerRow>read(snapshot -> snapshot.worker(session));
            if (row == null) {
                throw new AssertionError("The worker with session " + session + " is not there");
            }
            return row;
        }

        /** Lets it offer tasks with this budget from now on. */
        public Member allowing(int failed, int killed) {
            budget = new Budget(failed, killed);
            return this;
        }

        /** Lets it claim only what it holds from now on. */
        public Member holding(Predicate<String> test) {
            holds = test::test;
            return this;
        }

        /** Lets it claim only these tasks from now on, which it can name. */
        public Member holding(Collection<String> ids) {
            Set<String> all = Set.copyOf(ids);
            holds = new Request.Holding() {
                @Override
                public boolean test(String id) {
                    return all.contains(id);
                }

                @Override
                public Collection<String> ids() {
                    return all;
                }
            };
            return this;
        }

        /** What it says when it wants so many claims, and more ahead of need. */
        public Request.Want wanting(int now, int ahead) {
            return new Request.Want(now, ahead, holds, maxFailures);
        }

        /** Lets it stop claiming at so many final failures from now on; 0 for never. */
        public Member stoppingAt(int failures) {
            maxFailures = failures;
            return this;
        }

        /** The last claim that it got on this task. */
        public ClaimRow claimOn(String id) {
            ClaimRow claim = claims.get(id);
            if (claim == null) {
                throw new AssertionError("This worker has never claimed task " + id);
            }
            return claim;
        }

        /** Performs one exchange. */
        public Answer exchange(List<Ended> ended, List<Declaration> declarations, int want, int ahead) {
            return exchange(new Request(
                    session, now, ended, new Request.Offer(declarations, budget, false), wanting(want, ahead)));
        }

        /** Performs this exchange, and remembers the claims. */
        public Answer exchange(Request request) {
            Answer answer = store.write(tx -> Exchange.perform(tx, request));
            answer.claims().forEach(claimed -> claims.put(claimed.task().id(), claimed.claim()));
            return answer;
        }

        /** Declares these tasks, as often as it takes until they are taken. */
        public Answer offer(Declaration... declarations) {
            return offer(List.of(declarations));
        }

        /** Declares these tasks, as often as it takes until they are taken. */
        public Answer offer(Collection<Declaration> declarations) {
            for (int i = 0; i < EXCHANGES_AT_MOST; i++) {
                Answer answer = exchange(List.of(), List.copyOf(declarations), 0, 0);
                if (answer.declared().size() == declarations.size()) {
                    return answer;
                }
            }
            throw new AssertionError("The declarations were not taken in " + EXCHANGES_AT_MOST + " exchanges");
        }

        /** Says that it will declare nothing more. */
        public Answer endSource() {
            Request.Offer offer = new Request.Offer(List.of(), budget, true);
            return exchange(new Request(session, now, List.of(), offer, Request.Want.NOTHING));
        }

        /** Exchanges nothing until no news about dependencies is under way. */
        public Answer settle() {
            for (int i = 0; i < EXCHANGES_AT_MOST; i++) {
                Answer answer = exchange(List.of(), List.of(), 0, 0);
                if (!answer.outlook().run().cascading()) {
                    return answer;
                }
            }
            throw new AssertionError(
                    "News about dependencies was still under way after " + EXCHANGES_AT_MOST + " exchanges");
        }

        /** Claims up to so many tasks; gives their ids in the order of the claims. */
        public List<String> claim(int want) {
            return claim(want, 0);
        }

        /** Claims up to so many tasks, and more ahead of need; gives their ids in the order of the claims. */
        public List<String> claim(int want, int ahead) {
            return ids(exchange(List.of(), List.of(), want, ahead));
        }

        /** Ends its attempt at this task so. */
        public Answer end(String id, Outcome outcome, Ended.Result result) {
            return exchange(List.of(ended(id, outcome, result)), List.of(), 0, 0);
        }

        /** Ends its attempt at this task well, without anything to show. */
        public Answer complete(String id) {
            return end(id, Outcome.COMPLETED, Ended.Result.NOTHING);
        }

        /** Ends its attempt at this task well, with this fingerprint of its output. */
        public Answer complete(String id, String output) {
            return end(id, Outcome.COMPLETED, Ended.Result.output(output));
        }

        /** Ends its attempt at this task with a failure. */
        public Answer fail(String id) {
            return end(id, Outcome.FAILED, Ended.Result.failure(Failure.of("Boom", "it failed")));
        }

        /** Ends its attempt at this task with a failure, to be tried again after this time. */
        public Answer fail(String id, Duration delay) {
            Ended.Result result = Ended.Result.retry(Failure.of("Boom", "it failed"), now + delay.toMillis());
            return end(id, Outcome.FAILED, result);
        }

        /** Gives its claim on this task back. */
        public Answer handBack(String id) {
            return exchange(List.of(Ended.handedBack(claimOn(id), now)), List.of(), 0, 0);
        }

        /** Claims this one task, which must be claimable, and ends it well. */
        public Answer run(String id) {
            take(id);
            return complete(id);
        }

        /** Claims this one task, which must be claimable, and ends it well with this fingerprint of its output. */
        public Answer run(String id, String output) {
            take(id);
            return complete(id, output);
        }

        /** Claims this one task, which must be claimable. */
        public ClaimRow take(String id) {
            Request.Want want = new Request.Want(1, 0, id::equals, maxFailures);
            Answer answer = exchange(new Request(session, now, List.of(), Request.Offer.NOTHING, want));
            if (!ids(answer).equals(List.of(id))) {
                throw new AssertionError("Task " + id + " cannot be claimed; it is " + state(id));
            }
            return claimOn(id);
        }

        /** Gives a sign of life; says whether the worker is still taken for alive. */
        public boolean beat() {
            return store.write(tx -> Membership.beat(tx, session, now));
        }

        /** Leaves, handing in nothing; gives the refusals. */
        public List<Answer.Refusal> leave(Ended... ended) {
            return store.write(tx -> Membership.leave(tx, session, List.of(ended), now));
        }

        /** Is declared dead by somebody who saw this number of beats; says whether that was believed. */
        public boolean bury(long beats) {
            return store.<@Nullable WorkerRow>write(tx -> Membership.bury(tx, session, beats, now)) != null;
        }

        /** Is declared dead. */
        public void bury() {
            if (!bury(row().life().beats())) {
                throw new AssertionError("The worker with session " + session + " was not there any more");
            }
        }

        /** The end of its attempt at this task, to be handed in. */
        public Ended ended(String id, Outcome outcome, Ended.Result result) {
            return new Ended(claimOn(id), outcome, new Span(now, 5_000_000), result);
        }
    }

    /** The ids of the claimed tasks, in the order of the claims. */
    public static List<String> ids(Answer answer) {
        List<String> ids = new ArrayList<>();
        answer.claims().forEach(claimed -> ids.add(claimed.task().id()));
        return ids;
    }
}
