import dev.tagwerk.flow.From;
import dev.tagwerk.flow.Task;
import dev.tagwerk.flow.TaskContext;
import java.io.IOException;
import java.util.List;

/** The second run does what is missing, with the values that the first one has left. */
class Resume {
    @Task
    List<Integer> measure() {
        return List.of(20, 22, 19);
    }

    @Task
    double mean(@From("measure") List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).average().orElseThrow();
    }

    /** Fails in the first run, as if the network were down. */
    @Task
    void send(@From("mean") double mean, TaskContext context) throws IOException {
        if (context.attempt() == 1) {
            throw new IOException("no route to host");
        }
        System.out.printf("sent %.1f%n", mean);
    }

    @Task(after = "send")
    void celebrate() {}
}
