import dev.tagwerk.Flow;
import java.time.Duration;
import java.util.List;

/** The same in code: handles carry the types, so the compiler checks who takes what. */
class CodeFlow {
    /** What `tagwerk run` looks for: a static method that makes the flow. */
    static Flow flow() {
        var flow = Flow.named("numbers");
        var numbers = flow.task("numbers", ctx -> List.of(3, 1, 4, 1, 5));
        var sum = flow.task("sum", numbers, all -> all.stream().mapToInt(Integer::intValue).sum());
        var largest = flow.task("largest", numbers, all -> all.stream().reduce(0, Math::max));
        var share = flow.task("share", sum, largest, (total, most) -> (double) most / total)
                .describe("how much of the sum the largest number makes")
                .timeout(Duration.ofSeconds(10))
                .retry(2);
        flow.action("print", share, part -> System.out.printf("%.0f %%%n", part * 100));
        return flow;
    }
}
