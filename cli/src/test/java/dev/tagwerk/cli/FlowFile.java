package dev.tagwerk.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Source files with flows, for tests. */
@SuppressWarnings("StringConcatToTextBlock") // lines of a program read better one by one
final class FlowFile {
    /** Four tasks in a row, none declared before what it needs: c takes from b, b from a; z stands alone. */
    static final String CHAIN = """
            import dev.tagwerk.flow.From;
            import dev.tagwerk.flow.Task;

            class Chain {
                @Task(tags = {"fast", "db"}) int c(@From("b") int b) { return b + 1; }
                @Task(tags = "db") int b(@From("a") int a) { System.out.println("a was " + a); return a * 10; }
                @Task(tags = {"fast", "db"}) int a() { return 1; }
                @Task(tags = "fast") void z() { }
            }
            """;

    /** One task fails twice, one is blocked by it, one prints, one is skipped. */
    static final String FAILING = """
            import dev.tagwerk.flow.Task;
            import dev.tagwerk.flow.TaskContext;

            class Failing {
                @Task(retries = 1) void bad() {
                    System.out.print("no line end");
                    System.err.println(" and the other stream");
                    throw new IllegalStateException("first line\\nsecond line");
                }
                @Task(after = "bad") void later() { }
                @Task void good() { System.out.println("all went well"); }
                @Task void none() { throw TaskContext.skip("not today"); }
            }
            """;

    /** Takes three parameters, one of which must be given. */
    static final String PARAMETERS = """
            import dev.tagwerk.flow.Default;
            import dev.tagwerk.flow.Parameters;
            import dev.tagwerk.flow.Task;

            class Named {
                @Parameters record Options(int rows, @Default("fast") String mode, boolean loud) {}
                @Task void show(Options options) { System.out.println(options); }
                @Task void other() { }
            }
            """;

    /** Takes any parameter. */
    static final String FREE = """
            import dev.tagwerk.flow.Params;
            import dev.tagwerk.flow.Task;

            class Free {
                @Task void show(Params params) { System.out.println(params.values()); }
            }
            """;

    private FlowFile() {}

    /** Writes a file of this name; returns its path. */
    static String write(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
