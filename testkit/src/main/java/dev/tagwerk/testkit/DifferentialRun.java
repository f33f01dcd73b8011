package dev.tagwerk.testkit;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.ChangedInputException;
import dev.tagwerk.store.ClaimRow;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.Exchange;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.IdentityInUseException;
import dev.tagwerk.store.Membership;
import dev.tagwerk.store.Payload;
import dev.tagwerk.store.ProcessIdentity;
import dev.tagwerk.store.Reopening;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.Span;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.Transaction;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Plays one story on several stores and on the model: after each step all answers and all that the model knows must agree,
 * and now and then everything that can be read. For one thread at a time.
 */
final class DifferentialRun {
    private static final int DUMP_EVERY = 8;

    private final List<Store> stores;
    private final String prefix;
    private final Map<Operation.Who, Player> players = new LinkedHashMap<>();
    private final Map<Integer, ReferenceModel> models = new TreeMap<>();
    private long now = 1_000_000;

    /** What is remembered of a worker: its session, and all claims that it ever got, the newest last. */
    private record Player(long session, List<ClaimRow> claims) {}

    /** Says that stores or model disagree. */
    static final class Disagreement extends AssertionError {
        private static final long serialVersionUID = 1L;

        Disagreement(String what, @Nullable Object expected, @Nullable Object actual) {
            super(what + "\n  expected: " + expected + "\n  actual:   " + actual);
        }
    }

    DifferentialRun(List<Store> stores, String prefix) {
        this.stores = stores;
        this.prefix = prefix;
    }

    /** Plays the story to its end. */
    void play(List<Operation> story) {
        for (int i = 0; i < story.size(); i++) {
            step(story.get(i));
            models.forEach(this::compare);
            if (i % DUMP_EVERY == DUMP_EVERY - 1 || i == story.size() - 1) {
                compareDumps();
            }
        }
    }

    private void step(Operation operation) {
        if (operation instanceof Operation.Join join) {
            join(join);
        } else if (operation instanceof Operation.Swap swap) {
            Player player = players.get(swap.who());
            if (player != null) {
                swap(swap, player);
            }
        } else if (operation instanceof Operation.Leave leave) {
            Player player = players.get(leave.who());
            if (player != null) {
                List<Ended> ended = ended(player, leave.ends());
                int refused = all(tx -> Membership.leave(tx, player.session(), ended, now))
                        .size();
                same("refusals", model(leave.who().graph()).part(player.session(), ended, false), refused);
            }
        } else if (operation instanceof Operation.Bury bury) {
            Player player = players.get(bury.who());
            if (player != null) {
                bury(bury, player);
            }
        } else if (operation instanceof Operation.Reopen reopen) {
            reopen(reopen);
        } else if (operation instanceof Operation.Pass pass) {
            now += pass.millis();
        }
    }

    private ReferenceModel model(int graph) {
        return models.computeIfAbsent(graph, any -> new ReferenceModel());
    }

    private String name(int graph) {
        return prefix + graph;
    }

    private void join(Operation.Join join) {
        ReferenceModel model = model(join.who().graph());
        String identity = join.who().identity();
        Membership.Application application = new Membership.Application(
                name(join.who().graph()),
                new WorkerRow.Profile(
                        identity,
                        new ProcessIdentity("host", "boot", "pid:[1]", 42, 7),
                        new TreeSet<>(join.labels()),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(5)),
                GraphRow.Input.UNKNOWN,
                now);
        if (model.isInUse(identity)) {
            allThrow(IdentityInUseException.class, tx -> Membership.join(tx, application));
            return;
        }
        WorkerRow row = all(tx -> Membership.join(tx, application));
        model.join(row.session(), identity, join.labels());
        players.put(join.who(), new Player(row.session(), new ArrayList<>()));
    }

    private void bury(Operation.Bury bury, Player player) {
        ReferenceModel model = model(bury.who().graph());
        ReferenceModel.Member member = Objects.requireNonNull(model.members.get(player.session()));
        WorkerRow row = stores.get(0).<@Nullable WorkerRow>read(s -> s.worker(player.session()));
        long seen = row == null ? 0 : row.life().beats() - bury.late();
        boolean dies = member.live && bury.late() == 0;
        boolean died = this.<@Nullable WorkerRow>all(tx -> Membership.bury(tx, player.session(), seen, now)) != null;
        same("died", dies, died);
        if (dies) {
            model.part(player.session(), List.of(), true);
        }
    }

    private void reopen(Operation.Reopen reopen) {
        String name = name(reopen.graph());
        GraphRow graph = stores.get(0).<@Nullable GraphRow>read(s -> s.graph(name));
        if (graph == null) {
            return;
        }
        int opened = all(tx -> {
            GraphRow row = Objects.requireNonNull(tx.graph(name));
            List<Long> numbers = tx.find(row.id(), reopen.ids()).stream()
                    .sorted(Comparator.comparing(TaskRow::seq))
                    .map(TaskRow::seq)
                    .toList();
            return Reopening.reopen(tx, row, numbers, now);
        });
        same("opened", model(reopen.graph()).reopen(reopen.ids()), opened);
    }

    private List<Ended> ended(Player player, List<Operation.End> ends) {
        List<Ended> ended = new ArrayList<>();
        for (Operation.End end : ends) {
            int place = player.claims().size() - 1 - end.claim();
            if (place >= 0) {
                Failure failure = end.outcome().isFailure() ? Failure.of("Boom", "it failed") : null;
                long retryAt = end.delay() == 0 ? 0 : now + end.delay();
                ended.add(new Ended(
                        player.claims().get(place),
                        end.outcome(),
                        new Span(now, 1_000),
                        result(end, failure, retryAt)));
            }
        }
        return ended;
    }

    private static Ended.Result result(Operation.End end, @Nullable Failure failure, long retryAt) {
        boolean success = end.outcome().isSuccess();
        // An output of its own, so that what is kept can be told from what was kept before; sometimes none.
        Payload payload = end.output().isEmpty()
                ? null
                : new Payload.Encoded("text", end.output().getBytes(StandardCharsets.UTF_8));
        return new Ended.Result(success ? end.output() : "", failure, retryAt, payload);
    }

    private void swap(Operation.Swap swap, Player player) {
        ReferenceModel model = model(swap.who().graph());
        Operation.Offer offer = swap.offer();
        Operation.Want want = swap.want();
        Request.Holding holds = id -> want.modulus() == 0 || Integer.parseInt(id.substring(1)) % want.modulus() != 0;
        Request request = new Request(
                player.session(),
                now,
                ended(player, swap.ends()),
                new Request.Offer(offer.declarations(), offer.budget(), offer.sourceEnded()),
                new Request.Want(want.now(), want.ahead(), holds, want.maxFailures()));
        boolean live = Objects.requireNonNull(model.members.get(player.session())).live;
        if (live && model.isChanged(offer.declarations())) {
            allThrow(ChangedInputException.class, tx -> Exchange.perform(tx, request));
            return;
        }
        Answer answer = all(tx -> Exchange.perform(tx, request));
        int refused = model.exchange(request);
        number(swap.who().graph(), model);
        same("refusals", refused, answer.notices().refusals().size());
        same("lost", !live, answer.notices().lost());
        answer.claims().forEach(claimed -> player.claims().add(claimed.claim()));
        if (!live) {
            same("claims", 0, answer.claims().size());
            return;
        }
        same("conflicts", model.conflicts, answer.notices().conflicts());
        same(
                "declared",
                offer.declarations().stream()
                        .map(task -> Objects.requireNonNull(model.tasks.get(task.id())).state)
                        .toList(),
                answer.declared());
        same("failures", model.failures(request.want()), answer.outlook().failures());
        same(
                "claims",
                model.claims(player.session(), request.want()),
                answer.claims().stream()
                        .map(c -> new ReferenceModel.Expected(
                                c.task().id(), c.claim().attempt(), c.claim().ahead()))
                        .toList());
        for (Answer.Claimed claimed : answer.claims()) {
            ClaimRow claim = claimed.claim();
            model.claimed(
                    claimed.task().id(),
                    new ModelTask.Claim(claim.token(), claim.session(), claim.attempt(), claim.ahead(), 0));
        }
        StatePicture.compareOutlook(model, player.session(), answer.outlook());
    }

    /** Tells the model the numbers of new tasks, by which it orders equal ones. */
    private void number(int graph, ReferenceModel model) {
        stores.get(0).read(snapshot -> {
            GraphRow row = snapshot.graph(name(graph));
            if (row != null) {
                snapshot.find(row.id(), model.tasks.keySet())
                        .forEach(task -> Objects.requireNonNull(model.tasks.get(task.id())).number = task.seq());
            }
            return 0;
        });
    }

    private void compare(int graph, ReferenceModel model) {
        List<String> expected = StatePicture.of(model);
        List<String> actual = stores.get(0).read(snapshot -> StatePicture.of(snapshot, name(graph)));
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String one = i < expected.size() ? expected.get(i) : "(nothing)";
            String other = i < actual.size() ? actual.get(i) : "(nothing)";
            same("state of graph " + graph, one, other);
        }
    }

    private void compareDumps() {
        List<String> names = models.keySet().stream().map(this::name).toList();
        StoreDump expected = StoreDump.of(stores.get(0), names);
        for (Store store : stores.subList(1, stores.size())) {
            List<Object> rows = StoreDump.of(store, names).rows();
            for (int i = 0; i < Math.max(expected.rows().size(), rows.size()); i++) {
                same(
                        "row " + i + " of the dump of " + store.location(),
                        i < expected.rows().size() ? expected.rows().get(i) : "(nothing)",
                        i < rows.size() ? rows.get(i) : "(nothing)");
            }
        }
    }

    /** Does this on every store, in a transaction; all answers must be equal. */
    private <R extends @Nullable Object> R all(Function<Transaction, R> work) {
        R first = stores.get(0).<R>write(work);
        for (Store store : stores.subList(1, stores.size())) {
            same("answer of " + store.location(), first, store.<R>write(work));
        }
        return first;
    }

    private void allThrow(Class<? extends RuntimeException> type, Function<Transaction, Object> work) {
        for (Store store : stores) {
            try {
                same("answer of " + store.location(), type.getSimpleName(), store.<Object>write(work));
            } catch (RuntimeException e) {
                if (!type.isInstance(e)) {
                    throw e;
                }
            }
        }
    }

    static void same(String what, @Nullable Object expected, @Nullable Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new Disagreement(what, expected, actual);
        }
    }
}
