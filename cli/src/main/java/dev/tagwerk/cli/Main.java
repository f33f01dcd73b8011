package dev.tagwerk.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The entry of the command line. For one thread at a time. */
@Command(
        name = "tagwerk",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Runs tasks in parallel over threads and processes; what is done stays done.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  tagwerk each sha256sum {} ::: *.jar      run a command for every file",
            "  tagwerk run Report.java                  run the tasks of a Java file",
            "  tagwerk status                           see how it stands",
            "  tagwerk each --help                      learn more, with examples",
            "",
            "Exit codes: 0 all is well, 1 something failed or is blocked, 2 wrong usage,",
            "3 the store cannot be used, 130 Ctrl-C, 143 SIGTERM, 141 a pipe without reader."
        })
public final class Main implements Runnable {
    private final Streams streams;
    private final Debug debug;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Main(Streams streams) {
        this.streams = streams;
        this.debug = new Debug(streams);
    }

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(Streams.ofProcess(), arguments));
    }

    /** Runs one command; returns its exit code. */
    static int run(Streams streams, String... arguments) {
        Main main = new Main(streams);
        Errors errors = new Errors(streams, main.debug);
        try {
            int code = main.commandLine(errors, Commands.neededBy(arguments)).execute(arguments);
            streams.out().flush();
            return code;
        } catch (Output.ClosedException | Output.FailedException broken) {
            return errors.tell(broken);
        }
    }

    /** The command line with all its commands. */
    static CommandLine commandLine(Streams streams) {
        Main main = new Main(streams);
        return main.commandLine(new Errors(streams, main.debug), Commands.NAMES);
    }

    private CommandLine commandLine(Errors errors, List<String> commands) {
        CommandLine line = new CommandLine(this);
        for (String name : commands) {
            line.addSubcommand(Commands.named(name, streams));
        }
        if (commands.size() == Commands.NAMES.size()) {
            line.addSubcommand(new CommandLine.HelpCommand());
        }
        CommandLine each = line.getSubcommands().get("each");
        if (each != null) {
            // What follows the command of `each` belongs to it.
            each.setStopAtPositional(true);
        }
        line.setExpandAtFiles(false)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(
                        Math.max(60, Math.min(100, streams.screen().columns().orElse(80))))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(streams.screen().colours() ? Ansi.ON : Ansi.OFF))
                .setOut(new PrintWriter(new OutputWriter(streams.out()), true))
                .setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
        return line;
    }

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "On errors, show where they happened (also: TAGWERK_DEBUG=1).")
    void setDebug(boolean on) {
        if (on) {
            debug.turnOn();
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** The version in the manifest of the runnable jar. Immutable. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"tagwerk " + (version == null ? "(development)" : version)};
        }
    }
}
