package dev.tagwerk.testkit;

import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.Store;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Evidence;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A subject of the contract: each of its tests gets a fresh store. For one thread at a time. */
abstract class ContractSubject {
    final StoreContract contract;

    @TempDir
    Path directory = Path.of("");

    private @Nullable Store opened;

    ContractSubject(StoreContract contract) {
        this.contract = contract;
    }

    @BeforeEach
    void openStore() {
        opened = contract.open(directory);
    }

    @AfterEach
    void closeStore() {
        store().close();
    }

    /** The store under test. */
    Store store() {
        return Objects.requireNonNull(opened);
    }

    /** Rows of the store under test, read in one snapshot. */
    <R> List<R> rows(Function<? super Snapshot, List<R>> what) {
        return store().read(what);
    }

    /** Closes the store and opens it again. */
    void restart() {
        store().close();
        opened = contract.open(directory);
    }

    /** A story on a graph of the store under test. */
    StoreDriver story() {
        return StoreDriver.on(store(), "graph");
    }

    /** A task that needs these. */
    static Declaration task(String id, String... dependencies) {
        return Declaration.of(id).withDependencies(Set.of(dependencies));
    }

    /** A task with this fingerprint that needs these. */
    static Declaration version(String fingerprint, String id, String... dependencies) {
        return task(id, dependencies).withEvidence(new Evidence(fingerprint, 0));
    }
}
