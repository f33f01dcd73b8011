import dev.tagwerk.flow.From;
import dev.tagwerk.flow.Task;
import java.util.List;

/** A task that runs again and comes to the same value leaves what depends on it alone. */
class EarlyCutOff {
    @Task(alwaysRun = true)
    List<String> folder() {
        return List.of("b.txt", "a.txt");
    }

    @Task
    List<String> sorted(@From("folder") List<String> names) {
        return names.stream().sorted().toList();
    }

    @Task
    void index(@From("sorted") List<String> names) {
        System.out.println(names);
    }
}
