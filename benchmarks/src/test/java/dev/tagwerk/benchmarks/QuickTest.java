package dev.tagwerk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every workload at a small size: it must do its work rightly, however long that takes. */
@Tag("slow")
final class QuickTest {
    private static final Workload.Scale QUICK = new Workload.Scale(true, 1);

    @TestFactory
    Stream<DynamicTest> workload_quick_doesItsWork() {
        return Main.workloads().stream()
                .map(workload -> DynamicTest.dynamicTest(workload.name(), () -> {
                    // Each checks that every task ran once, and after those that it needs, and throws if not.
                    assertThat(workload.ours(QUICK)).isPositive();
                    assertThat(workload.floor(QUICK)).isNotNegative();
                }));
    }
}
