import dev.tagwerk.flow.From;
import dev.tagwerk.flow.Task;
import dev.tagwerk.flow.TaskContext;

/** Three ends besides success: nothing to do, nothing new, failed with a sentence instead of a stack trace. */
class SkipAndNoChange {
    /** Looks in every run whether there is something new. */
    @Task(alwaysRun = true)
    int version(TaskContext context) {
        if (context.attempt() > 1) {
            throw TaskContext.noChange("still version 7");
        }
        return 7;
    }

    /** So this runs once: what it takes has not changed since. */
    @Task
    void install(@From("version") int version) {
        System.out.println("installed " + version);
    }

    @Task
    void mail() {
        throw TaskContext.skip("nobody wants mail");
    }

    @Task
    void licence() {
        throw TaskContext.fail("the licence ended in 2019; write to the landlord");
    }
}
