package dev.tagwerk.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The entry of the command line. Immutable. */
@Command(
        name = "tagwerk",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Runs tasks in parallel over threads and processes; what is done stays done.")
public final class Main implements Runnable {
    Main() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
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
