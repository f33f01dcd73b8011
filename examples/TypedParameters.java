import dev.tagwerk.flow.Default;
import dev.tagwerk.flow.Parameters;
import dev.tagwerk.flow.Task;
import java.util.Optional;

/** A record names what may be given as --key=value, with types and defaults. */
class TypedParameters {
    enum Tone {
        FRIENDLY,
        SHORT
    }

    @Parameters
    record Options(String name, @Default("friendly") Tone tone, @Default("1") int times, Optional<String> title) {}

    /** Runs again when what it takes is given otherwise. */
    @Task
    void greet(Options options) {
        String whom = options.title().map(title -> title + " ").orElse("") + options.name();
        String words = options.tone() == Tone.FRIENDLY ? "Good morning, " + whom : whom + "!";
        for (int i = 0; i < options.times(); i++) {
            System.out.println(words);
        }
    }
}
