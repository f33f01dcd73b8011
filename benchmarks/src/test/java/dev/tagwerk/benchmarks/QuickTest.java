package dev.tagwerk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every workload at a small size: it must do its work rightly, however long that takes. */
@Tag("slow")
final class QuickTest {
    private static final Workload.Size QUICK = new Workload.Size(true, 0);

    @TempDir
    Path folder;

    static List<String> names() {
        // Where only the tests are run, there is no command line yet that could be started.
        return Workloads.all().stream()
                .filter(workload -> workload.missing().isEmpty())
                .map(Workload::name)
                .toList();
    }

    /** Each checks that every task ran once, and after those that it needs, and throws if not. */
    @ParameterizedTest
    @MethodSource("names")
    void workload_quick_doesItsWork(String name) throws Exception {
        Workload workload = Workloads.named(name);
        Workload.Run run = new Workload.Run(QUICK, folder);
        workload.prepare(run);
        Reading ours = workload.ours(run);
        Reading floor = workload.floor(run);
        assertThat(floor != null).isEqualTo(workload.hasFloor());
        assertThat(workload.lines()).anyMatch(line -> ours.has(line.key()));
        for (Line line : workload.lines()) {
            if (line.unit().isTime() && ours.has(line.key())) {
                assertThat(ours.get(line.key())).as(line.key()).isPositive();
            }
        }
    }
}
