package dev.tagwerk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every workload at a small size: it must do its work rightly, however long that takes. */
@Tag("slow")
final class QuickTest {
    private static final Workload.Scale QUICK = new Workload.Scale(true, 1);

    static List<String> names() {
        return Main.workloads().stream().map(Workload::name).toList();
    }

    /** Not dynamic tests: those know no time limit each. */
    @ParameterizedTest
    @MethodSource("names")
    void workload_quick_doesItsWork(String name) throws Exception {
        Workload workload = Main.workloads().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        // Each checks that every task ran once, and after those that it needs, and throws if not.
        assertThat(workload.ours(QUICK)).isPositive();
        assertThat(workload.floor(QUICK)).isNotNegative();
    }
}
