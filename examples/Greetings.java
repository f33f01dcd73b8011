import dev.tagwerk.SharedLoop;
import java.util.List;

public class Greetings {
    public static void main(String[] arguments) {
        List<String> names = List.of("Ada", "Grace", "Barbara");
        try (var loop = SharedLoop.over(names).keyedBy(name -> name).open()) {
            for (String name : loop) {
                System.out.println("Hello, " + name);
            }
            System.out.println(loop.report().all().satisfied() + " of " + names.size() + " greeted");
        }
    }
}
