package dev.tagwerk.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.SharedLoop;
import dev.tagwerk.jdbc.Room;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.task.Task;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk without room, played by SQLite's own limit on its pages and by the system's limit on files: neither needs any rights. */
@Tag("slow")
class DiskTest {
    private static final int TASKS = 30_000;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    @DisplayName(
            "a full disk: the run stops with a clear error, nothing recorded is lost, and it goes on when there is room")
    void disk_full_stopsTheRunWhichGoesOnLater() {
        Place place = new Place(folder);
        Job job = Job.of(place).with("tasks", TASKS);
        try (Child worker = Child.startLimited(1_500, job)) {
            int exit = worker.exit(Child.PATIENCE);
            assertThat(exit).as("exit, having said %s", worker.said()).isNotZero();
            System.out.println(worker.said().stream()
                    .filter(line -> line.startsWith("problem"))
                    .toList());
            assertThat(worker.await("problem"))
                    .contains(place.file().toString())
                    .containsAnyOf("NO_SPACE", "IO");
        }
        try (Store store = place.open()) {
            assertThat(store.check()).isEmpty();
        }
        try (Child worker = Child.start(job)) {
            assertThat(worker.exit(Child.PATIENCE))
                    .as("exit, having said %s", worker.said())
                    .isZero();
        }
        Audit audit = Audit.of(place).isComplete(TASKS);
        System.out.println("after a full disk: " + audit.summary());
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    @DisplayName("no space left: the loop ends with NO_SPACE and the way out; what was recorded stays")
    void space_usedUp_endsTheLoopWithTheWayOut() {
        Place place = new Place(folder);
        Job job = Job.of(place).with("tasks", TASKS);
        try (Store store = place.open()) {
            Room.limit(store, 300);
            assertThatThrownBy(() -> walk(place, job, store)).isInstanceOfSatisfying(StoreException.class, problem -> {
                assertThat(problem.problem()).isEqualTo(StoreException.Problem.NO_SPACE);
                assertThat(problem)
                        .hasMessageContaining(place.file().toString())
                        .hasMessageContaining("no space left");
            });
        }
        Survivor.finish(place, job);
        Audit.of(place).isComplete(TASKS);
    }

    private static void walk(Place place, Job job, Store store) {
        try (Ledger ledger = Ledger.open(place.ledger());
                SharedLoop<Task<Integer>> loop = SharedLoop.overTasks(() -> Tasks.of(job))
                        .named(Place.LOOP)
                        .store(store)
                        .threads(3)
                        .progress(false)
                        .open()) {
            loop.runClaims(claim -> {
                ledger.write(Ledger.Event.START, claim.item().data(), claim.token());
                ledger.write(Ledger.Event.END, claim.item().data(), claim.token());
            });
        }
    }
}
