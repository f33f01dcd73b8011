import dev.tagwerk.flow.From;
import dev.tagwerk.flow.Task;
import dev.tagwerk.flow.TaskContext;
import java.io.IOException;

/** A failed attempt is made again after a pause, which holds no thread; only after exceptions that may pass. */
class Retries {
    @Task(retries = 3, pause = "100ms", factor = 2, cap = "1s", retryOn = IOException.class)
    int fetch(TaskContext context) throws IOException {
        if (context.attempt() < 3) {
            throw new IOException("connection lost");
        }
        return 42;
    }

    @Task
    void show(@From("fetch") int value) {
        System.out.println(value);
    }
}
