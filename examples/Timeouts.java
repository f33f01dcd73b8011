import dev.tagwerk.flow.Task;
import dev.tagwerk.flow.TaskContext;
import java.util.concurrent.TimeUnit;

/** A task that takes too long is interrupted; that is a failure like others, so it may be tried again. */
class Timeouts {
    @Task(timeout = "300ms", retries = 1)
    void answer(TaskContext context) throws InterruptedException {
        if (context.attempt() == 1) {
            TimeUnit.MINUTES.sleep(1); // ends at once when it is interrupted
        }
    }

    /** A body that computes is not reached by an interrupt; it asks from time to time. */
    @Task(timeout = "300ms", after = "answer")
    void count(TaskContext context) {
        long seen = 0;
        while (seen < Long.MAX_VALUE) {
            context.checkCancelled();
            seen++;
        }
    }
}
