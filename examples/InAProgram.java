import dev.tagwerk.Flow;
import dev.tagwerk.FlowListener;
import dev.tagwerk.RunReport;
import dev.tagwerk.TaskEnd;
import dev.tagwerk.TaskReport;

/** A flow inside a program: a store of its own, a listener, the report. */
public class InAProgram {
    public static void main(String[] arguments) {
        var flow = Flow.named("in a program");
        var half = flow.task("half", ctx -> 21);
        var whole = flow.task("whole", half, number -> number * 2);
        flow.action("doomed", whole, number -> {
            throw new IllegalStateException(number + " is too much");
        });

        RunReport report = flow.runner()
                .store("sqlite:.tagwerk/program.db")
                .workers(2)
                .listener(new FlowListener() {
                    @Override
                    public void taskFinished(TaskEnd end) {
                        System.out.println(end.task() + ": " + end.outcome());
                    }
                })
                .run();

        System.out.println("whole = " + report.result(whole));
        for (TaskReport task : report.tasks()) {
            String why = task.reason().isEmpty() ? "" : ": " + task.reason();
            System.out.println(task.name() + " is " + task.status().word() + why);
        }
        System.out.println(report.counts() + ", good: " + report.isGood());
    }
}
