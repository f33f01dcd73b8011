import dev.tagwerk.flow.From;
import dev.tagwerk.flow.Task;
import java.util.List;

/** A method is a task; @From says whose value it takes, and so what runs before it. */
class FirstFlow {
    @Task
    List<String> names() {
        return List.of("Ada", "Grace", "Barbara");
    }

    @Task
    String longest(@From("names") List<String> names) {
        return names.stream().reduce("", (a, b) -> b.length() > a.length() ? b : a);
    }

    @Task
    void greet(@From("longest") String longest) {
        System.out.println("Hello, " + longest);
    }
}
