import dev.tagwerk.flow.From;
import dev.tagwerk.flow.Task;
import java.io.FileNotFoundException;
import java.util.Optional;

/** A failure blocks what depends on it, unless that wants to run even so. */
class EvenIfFailed {
    @Task
    String prepare() {
        return "a table";
    }

    @Task
    int measure(@From("prepare") String thing) throws FileNotFoundException {
        throw new FileNotFoundException("ruler.txt");
    }

    @Task
    void publish(@From("measure") int length) {
        System.out.println(length);
    }

    @Task(evenIfDependenciesFail = true)
    void tidyUp(@From("measure") Optional<Integer> length) {
        System.out.println(length.isPresent() ? "all went well" : "nothing was measured");
    }
}
