package dev.tagwerk.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.Exchange;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Membership;
import dev.tagwerk.store.ProcessIdentity;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.Span;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StoreException.Problem;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteStoreTest {
    private static final long NOW = 1_700_000_000_000L;

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("work.db");
    }

    private Store create() {
        return Stores.open(file().toString(), StoreOptions.DEFAULT);
    }

    private static WorkerRow join(Store store, String identity) {
        return store.write(tx -> Membership.join(
                tx,
                new Membership.Application(
                        "graph",
                        new WorkerRow.Profile(
                                identity,
                                ProcessIdentity.self(),
                                new TreeSet<>(Set.of("gpu")),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(5)),
                        GraphRow.Input.UNKNOWN,
                        NOW)));
    }

    private static Answer exchange(Store store, WorkerRow worker, List<Ended> ended, String... ids) {
        List<Declaration> declarations = Arrays.stream(ids).map(Declaration::of).toList();
        return store.write(tx -> Exchange.perform(
                tx,
                new Request(
                        worker.session(),
                        NOW,
                        ended,
                        new Request.Offer(declarations, Budget.DEFAULT, false),
                        new Request.Want(2, 0, id -> true, 0))));
    }

    private static List<Ended> completed(Answer answer) {
        return answer.claims().stream()
                .map(claimed ->
                        new Ended(claimed.claim(), Outcome.COMPLETED, new Span(NOW, 5), Ended.Result.output("digest")))
                .toList();
    }

    private static long completedTasks(Store store) {
        return store.read(snapshot -> snapshot.lanes(1).stream()
                .mapToLong(lane -> lane.tally().count(TaskState.COMPLETED))
                .sum());
    }

    private static List<GraphRow> graphs(Store store) {
        return store.read(snapshot -> snapshot.graphs());
    }

    private Map<String, String> contentOfFolder() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                content.put(file.getFileName().toString(), Arrays.toString(Files.readAllBytes(file)));
            }
        }
        return content;
    }

    @Test
    void open_again_continuesWhereItWas() {
        try (Store store = create()) {
            WorkerRow worker = join(store, "anna");
            exchange(store, worker, completed(exchange(store, worker, List.of(), "a", "b", "c")));
        }
        try (Store store = create()) {
            assertThat(completedTasks(store)).isEqualTo(2);
            assertThat(store.check()).isEmpty();
        }
    }

    @Test
    void open_mainFile_carriesOurIdAndSchema() throws SQLException {
        try (Store store = create()) {
            join(store, "anna");
            SqliteHeader header = SqliteHeader.readUntouched(file());
            assertThat(header.applicationId()).isEqualTo(0x5467576B);
            assertThat(header.schema()).isEqualTo(SqliteSchema.CURRENT.version());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sqlite:", "jdbc:sqlite:"})
    void open_anyAddressOfOneFile_isThatFile(String scheme) {
        create().close();
        try (Store store = Stores.open(scheme + file(), StoreOptions.WRITE)) {
            assertThat(store.location()).endsWith("work.db");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a.db, true",
        "a/b.sqlite, true",
        "x:y.sqlite3, true",
        "plain, true",
        "C:\\work\\x, true",
        "sqlite:x, true",
        "jdbc:sqlite:x, true",
        "postgresql://host/db, false",
        "jdbc:postgresql:x, false"
    })
    void accepts_addresses_asNamed(String address, boolean accepted) {
        assertThat(new SqliteStoreProvider().accepts(address)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"READ", "WRITE"})
    void open_nothingThere_isRefusedAndNothingIsMade(String access) throws IOException {
        StoreOptions options = new StoreOptions(StoreOptions.Access.valueOf(access), StoreOptions.Durability.NORMAL);
        assertThatThrownBy(() -> Stores.open(file().toString(), options))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.MISSING));
        assertThat(contentOfFolder()).isEmpty();
    }

    @Test
    void open_newerSchema_isRefusedAndStaysAsItIs() throws Exception {
        create().close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 99");
        }
        Map<String, String> before = contentOfFolder();
        assertThatThrownBy(this::create)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NEWER_SCHEMA));
        assertThat(contentOfFolder()).isEqualTo(before);
    }

    @Test
    void open_forReading_leavesNoTrace() throws IOException {
        try (Store store = create()) {
            WorkerRow worker = join(store, "anna");
            exchange(store, worker, List.of(), "a", "b");
        }
        Map<String, String> before = contentOfFolder();
        try (Store store = Stores.open(file().toString(), StoreOptions.READ)) {
            assertThat(store.<List<TaskRow>>read(snapshot -> snapshot.find(1, List.of("a", "b", "c"))))
                    .hasSize(2);
            assertThat(store.check()).isEmpty();
            assertThatThrownBy(() -> store.write(tx -> tx.next(1)))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.READ_ONLY));
            assertThatThrownBy(store::locks).isInstanceOf(StoreException.class);
        }
        assertThat(contentOfFolder()).isEqualTo(before);
    }

    @Test
    void read_openedBeforeSomebodyWrote_seesWhatIsWritten() {
        create().close();
        try (Store reader = Stores.open(file().toString(), StoreOptions.READ)) {
            assertThat(graphs(reader)).isEmpty();
            try (Store store = create()) {
                join(store, "anna");
                assertThat(graphs(reader)).hasSize(1);
                join(store, "bert");
                assertThat(reader.<List<WorkerRow>>read(snapshot -> snapshot.liveWorkers(1)))
                        .hasSize(2);
            }
            assertThat(reader.<List<WorkerRow>>read(snapshot -> snapshot.liveWorkers(1)))
                    .hasSize(2);
        }
    }

    @Test
    void use_afterClose_saysClosed() {
        Store store = create();
        store.close();
        store.close();
        for (Runnable use : List.<Runnable>of(
                () -> store.read(snapshot -> snapshot.graphs()),
                () -> store.write(tx -> tx.next(1)),
                store::locks,
                store::check,
                () -> store.watch(() -> {}))) {
            assertThatThrownBy(use::run)
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CLOSED));
        }
    }

    @Test
    @DisplayName("two stores on one file in one process both work, and one outlives the other")
    void open_twiceInOneProcess_bothWork() {
        try (Store second = create()) {
            try (Store first = create()) {
                WorkerRow anna = join(first, "anna");
                WorkerRow bert = join(second, "bert");
                Answer toAnna = exchange(first, anna, List.of(), "a", "b", "c", "d");
                Answer toBert = exchange(second, bert, List.of());
                assertThat(toAnna.claims()).hasSize(2);
                assertThat(toBert.claims()).hasSize(2).doesNotContainAnyElementsOf(toAnna.claims());
                exchange(first, anna, completed(toAnna));
                exchange(second, bert, completed(toBert));
            }
            assertThat(completedTasks(second)).isEqualTo(4);
            assertThat(second.check()).isEmpty();
        }
    }

    @Test
    @DisplayName("what a store knows of its file holds until another connection commits: then it is read again")
    void write_afterAnotherConnectionCommitted_seesIt() {
        try (Store first = create();
                Store second = create()) {
            WorkerRow anna = join(first, "anna");
            Answer claimed = exchange(first, anna, List.of(), "a", "b");
            long task = claimed.claims().get(0).task().seq();
            long counter = first.write(tx -> tx.next(1));

            assertThat(second.<Long>write(tx -> tx.next(5))).isEqualTo(counter + 1);
            second.write(tx -> {
                Membership.leave(tx, anna.session(), List.of(), NOW);
                return true;
            });

            first.write(tx -> {
                assertThat(tx.next(1)).isGreaterThan(counter + 5);
                assertThat(tx.tasks(List.of(task)))
                        .singleElement()
                        .satisfies(row -> assertThat(row.state()).isEqualTo(TaskState.READY));
                assertThat(tx.claims(claimed.claims().stream()
                                .map(claim -> claim.claim().token())
                                .toList()))
                        .isEmpty();
                assertThat(tx.lanes(anna.graph()))
                        .singleElement()
                        .satisfies(lane ->
                                assertThat(lane.tally().count(TaskState.READY)).isEqualTo(2));
                assertThat(tx.worker(anna.session()))
                        .satisfies(row -> assertThat(row.isLive()).isFalse());
                assertThat(tx.graph(anna.graph()))
                        .satisfies(graph -> assertThat(graph.run().live()).isZero());
                return true;
            });
            assertThat(first.check()).isEmpty();
        }
    }

    @Test
    void write_workThrows_nothingRemainsAndTheNextWorks() {
        try (Store store = create()) {
            WorkerRow worker = join(store, "anna");
            long counter = store.write(tx -> tx.next(1));
            IllegalStateException boom = new IllegalStateException("boom");
            assertThatThrownBy(() -> store.write(tx -> {
                        tx.next(100);
                        tx.addGraph("other");
                        Exchange.perform(
                                tx,
                                new Request(
                                        worker.session(),
                                        NOW,
                                        List.of(),
                                        new Request.Offer(List.of(Declaration.of("x")), Budget.DEFAULT, false),
                                        Request.Want.NOTHING));
                        throw boom;
                    }))
                    .isSameAs(boom);
            assertThat(store.<Long>write(tx -> tx.next(1))).isEqualTo(counter + 1);
            assertThat(graphs(store)).hasSize(1);
            assertThat(exchange(store, worker, List.of(), "y").claims()).hasSize(1);
            assertThat(store.check()).isEmpty();
        }
    }

    @Test
    void write_insideWrite_isRefusedAsADefect() {
        try (Store store = create()) {
            assertThatThrownBy(() -> store.write(tx -> store.write(inner -> inner.next(1))))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(store.<Long>write(tx -> tx.next(1))).isEqualTo(1);
        }
    }

    @Test
    void write_diskFull_saysSoAndTheStoreStaysUsable() {
        try (SqliteStore store = (SqliteStore) create()) {
            WorkerRow worker = join(store, "anna");
            SqliteWriter writer = store.writer("tested");
            long pages = writer.onConnection(statements -> statements.number("PRAGMA page_count"));
            writer.onConnection(statements -> statements.number("PRAGMA max_page_count = " + (pages + 2)));
            String[] many = Stream.iterate(0, i -> i + 1)
                    .limit(5_000)
                    .map(i -> "task-" + i)
                    .toArray(String[]::new);
            assertThatThrownBy(() -> exchange(store, worker, List.of(), many))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NO_SPACE));
            assertThat(exchange(store, worker, List.of(), "small").claims()).hasSize(1);
            writer.onConnection(statements -> statements.number("PRAGMA max_page_count = 1000000"));
            exchange(store, worker, List.of(), many);
            assertThat(store.check()).isEmpty();
        }
    }

    @Test
    void read_whileSomebodyWrites_seesTheStateBefore() throws Exception {
        try (Store store = create()) {
            join(store, "anna");
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch leave = new CountDownLatch(1);
            Thread writer = new Thread(() -> store.write(tx -> {
                tx.addGraph("other");
                inside.countDown();
                try {
                    return leave.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
            writer.start();
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(graphs(store)).hasSize(1);
            leave.countDown();
            writer.join();
            assertThat(graphs(store)).hasSize(2);
        }
    }

    @Test
    void watch_ownAndOthersCommits_areHeard() throws Exception {
        try (Store store = create();
                Store other = create()) {
            CountDownLatch own = new CountDownLatch(1);
            Store.Watch first = store.watch(own::countDown);
            store.write(tx -> tx.next(1));
            assertThat(own.getCount()).isZero();
            first.close();
            CountDownLatch others = new CountDownLatch(1);
            Store.Watch second = store.watch(others::countDown);
            other.write(tx -> tx.next(1));
            assertThat(others.await(20, TimeUnit.SECONDS)).isTrue();
            second.close();
        }
    }

    @Test
    void check_numbersThatContradictRows_areNamed() throws SQLException {
        try (Store store = create()) {
            WorkerRow worker = join(store, "anna");
            exchange(store, worker, List.of(), "a", "b", "c");
        }
        for (String wrong : List.of(
                "UPDATE hot SET numbers = '7' WHERE id = (SELECT max(id) FROM lane)",
                "UPDATE hot SET numbers = '1 1 1 0 0 7' WHERE id < 0",
                "INSERT INTO edge VALUES (1, 2)",
                "INSERT INTO need VALUES (2, '1')",
                "UPDATE task SET pending = 1, flags = flags | 8 WHERE id = 'c'",
                "UPDATE task SET pending = 1 WHERE id = 'c'",
                "UPDATE task SET rank = NULL WHERE id = 'c'",
                "DELETE FROM claim WHERE token = (SELECT max(token) FROM claim)",
                "UPDATE graph SET live = 4",
                "UPDATE task SET manner = 9 WHERE id = 'a'")) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.executeUpdate(wrong);
                List<String> findings = new SqliteCheck(rows(connection)).findings();
                assertThat(findings).as(wrong).isNotEmpty();
                connection.rollback();
            }
        }
    }

    private SharedRows rows(Connection connection) {
        return new SharedRows(Statements.inside(SqliteFile.at(file().toString()), connection));
    }

    @Test
    @DisplayName("the numbers in existing files: states and outcomes may be added at the end only")
    void codes_areWhatFilesSay() {
        List<String> states = new ArrayList<>();
        for (int code = 0; code < TaskState.values().length; code++) {
            assertThat(Codes.of(Codes.state(code))).isEqualTo(code);
            states.add(Codes.state(code).name());
        }
        assertThat(states)
                .startsWith(
                        "UNKNOWN",
                        "UNWANTED",
                        "WAITING",
                        "READY",
                        "RUNNING",
                        "COMPLETED",
                        "SKIPPED",
                        "UP_TO_DATE",
                        "IN_DOUBT",
                        "BLOCKED",
                        "FAILED",
                        "TIMED_OUT",
                        "KILLED",
                        "CANCELLED");
        List<String> outcomes = Arrays.stream(Outcome.values()).map(Enum::name).toList();
        assertThat(outcomes)
                .startsWith(
                        "COMPLETED",
                        "NO_CHANGE",
                        "SKIPPED",
                        "FAILED",
                        "TIMED_OUT",
                        "CANCELLED",
                        "KILLED",
                        "INTERRUPTED",
                        "HANDED_BACK",
                        "REFUSED",
                        "INVALIDATED",
                        "REOPENED");
    }

    @Test
    void find_awkwardIds_areFound() {
        List<String> ids = List.of("a\"b", "c\\d", "e\nf", "g\u0001h", "i\uD83D\uDE00j", "kü", "l'm");
        try (Store store = create()) {
            WorkerRow worker = join(store, "anna");
            exchange(store, worker, List.of(), ids.toArray(String[]::new));
            assertThat(store.<List<TaskRow>>read(snapshot -> snapshot.find(1, ids)))
                    .extracting(row -> row.id())
                    .containsExactlyInAnyOrderElementsOf(ids);
        }
    }
}
