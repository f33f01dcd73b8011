package dev.tagwerk.benchmarks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part that fails ends the workload with a clear error; once, the parent waited for the part's share of the work for ever. */
final class PartTest {
    private static final Workload.Size QUICK = new Workload.Size(true, 0);

    @TempDir
    Path folder;

    @Test
    void said_partFails_showsItsErrors() throws Exception {
        try (Part part =
                Part.start(folder, QUICK, List.of(), Participant.ARGUMENT, "nowhere", "0", "no number", "0", "0")) {
            assertThatThrownBy(part::said)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("exit status 1")
                    .hasMessageContaining("NumberFormatException: For input string: \"no number\"");
        }
    }

    @Test
    void interruptOnFailure_partFails_wakesWhoWaits() throws Exception {
        try (Part part =
                Part.start(folder, QUICK, List.of(), Participant.ARGUMENT, "nowhere", "0", "no number", "0", "0")) {
            part.interruptOnFailure(Thread.currentThread());
            assertThatThrownBy(() -> new CountDownLatch(1).await(1, TimeUnit.MINUTES))
                    .isInstanceOf(InterruptedException.class);
            assertThatThrownBy(() -> {
                        throw part.failed();
                    })
                    .hasMessageContaining("exit status 1");
        }
    }
}
