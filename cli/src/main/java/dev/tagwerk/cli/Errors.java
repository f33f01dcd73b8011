package dev.tagwerk.cli;

import dev.tagwerk.cli.text.TextWidth;
import dev.tagwerk.flow.FlowDefinitionException;
import dev.tagwerk.script.ScriptException;
import dev.tagwerk.store.NearMatches;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells errors in one line, and with their stack where somebody asked for it. Immutable. */
final class Errors implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
    private final Streams streams;
    private final Debug debug;

    Errors(Streams streams, Debug debug) {
        this.streams = streams;
        this.debug = debug;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName(" ");
        String message = String.valueOf(wrong.getMessage())
                .lines()
                .findFirst()
                .orElse("wrong usage")
                .replace("is not an int", "is not a whole number");
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            message = unmatched(unmatched, command);
        }
        return tell(name + ": " + message + " (" + name + " --help tells more)", wrong, ExitCodes.USAGE);
    }

    /** A tab stays: the compiler's carets stand below what they mean. */
    private static String visible(String line) {
        return Stream.of(line.split("\t", -1)).map(TextWidth::visible).collect(Collectors.joining("\t"));
    }

    private static String unmatched(UnmatchedArgumentException unmatched, CommandLine command) {
        List<String> words = unmatched.getUnmatched();
        String word = words.isEmpty() ? "" : words.get(0);
        List<String> known = new ArrayList<>();
        if (word.startsWith("-")) {
            command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
            String bare = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            return "unknown option " + bare + near(bare, known);
        }
        known.addAll(command.getSubcommands().keySet());
        return known.isEmpty()
                ? "does not expect " + ShellWord.readable(word)
                : "unknown command " + ShellWord.readable(word) + near(word, known);
    }

    private static String near(String word, List<String> known) {
        List<String> starting = known.stream()
                .filter(name -> word.length() > 2 && name.startsWith(word))
                .sorted()
                .limit(1)
                .toList();
        return NearMatches.of(word, known).isEmpty() && !starting.isEmpty()
                ? "; did you mean " + starting.get(0) + "?"
                : Words.didYouMean(word, known);
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        return tell(thrown);
    }

    /** Tells what ended a command; returns its exit code. */
    int tell(Throwable thrown) {
        int code = ExitCodes.of(thrown);
        if (code == Output.CLOSED_EXIT_CODE) {
            return code;
        }
        String message = String.valueOf(thrown.getMessage());
        String line = ExitCodes.speaks(thrown)
                ? message
                : thrown.getClass().getSimpleName() + ": " + message
                        + " (this is not expected; TAGWERK_DEBUG=1 shows where, please report it)";
        // What the compiler says keeps its lines, and so do lists of problems; all else is one line.
        boolean several = thrown instanceof ScriptException || thrown instanceof FlowDefinitionException;
        String prefix = thrown instanceof ScriptException && message.lines().count() > 1 ? "" : "tagwerk: ";
        return tell(prefix + (several ? line.stripTrailing() : line.replace('\n', ' ')), thrown, code);
    }

    private int tell(String text, Throwable thrown, int code) {
        text.lines().forEach(line -> streams.tell(visible(line)));
        if (debug.isOn()) {
            thrown.printStackTrace(streams.err());
        }
        return code;
    }
}
