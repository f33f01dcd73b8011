import dev.tagwerk.flow.Task;
import dev.tagwerk.flow.TaskContext;

/** What a task prints is kept in a file of its own; after a failure its last lines are shown. */
class Logs {
    @Task
    void good() {
        System.out.println("looked at 3 files");
    }

    @Task
    void bad() {
        System.out.println("looking at a.txt");
        System.err.println("looking at b.txt");
        throw TaskContext.fail("b.txt is empty");
    }
}
