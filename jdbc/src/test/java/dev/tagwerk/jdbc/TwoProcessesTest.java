package dev.tagwerk.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one store file. */
@Timeout(120)
class TwoProcessesTest {
    private static final int ROUNDS = 300;

    @TempDir
    private Path folder;

    @Test
    void write_twoProcessesMakingTheFileAtOnce_noNumberIsGivenTwice() throws Exception {
        String file = folder.resolve("work.db").toString();
        try (ChildJvm first = ChildJvm.start("numbers", file, Integer.toString(ROUNDS));
                ChildJvm second = ChildJvm.start("numbers", file, Integer.toString(ROUNDS))) {
            first.expect("ready");
            second.expect("ready");
            first.tell("go");
            second.tell("go");
            // Each adds up the numbers it was given: together they are those from 1 to twice the rounds.
            long sum = Long.parseLong(first.expect("sum")) + Long.parseLong(second.expect("sum"));
            assertThat(sum).isEqualTo(2L * ROUNDS * (2L * ROUNDS + 1) / 2);
        }
        try (Store store = Stores.open(file, StoreOptions.WRITE)) {
            assertThat(store.<Long>write(tx -> tx.next(1))).isEqualTo(2L * ROUNDS + 1);
            assertThat(store.check()).isEmpty();
        }
    }

    @Test
    void write_otherProcessKilledInsideATransaction_nothingOfItRemains() throws Exception {
        String file = folder.resolve("work.db").toString();
        try (Store store = Stores.open(file, StoreOptions.DEFAULT);
                ChildJvm child = ChildJvm.start("inside", file)) {
            store.write(tx -> tx.addGraph("mine"));
            child.tell("go");
            child.expect("inside");
            child.kill();
            assertThat(store.<Long>write(tx -> tx.next(1))).isEqualTo(1);
            assertThat(store.<List<GraphRow>>read(snapshot -> snapshot.graphs()))
                    .extracting(graph -> graph.name())
                    .containsExactly("mine");
            assertThat(store.check()).isEmpty();
        }
    }
}
