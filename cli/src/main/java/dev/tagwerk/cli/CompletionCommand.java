package dev.tagwerk.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tagwerk completion}: a script that completes commands and options. For one thread at a time. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script for the shell that completes commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(tagwerk completion bash)        for this shell",
            "  tagwerk completion bash > ~/.local/share/bash-completion/completions/tagwerk"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Streams streams;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "bash or zsh (zsh reads the same script).")
    private String shell = "";

    CompletionCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new UsageException(
                    "completion: there is none for " + ShellWord.readable(shell) + "; expected bash or zsh");
        }
        streams.out().print(AutoComplete.bash("tagwerk", spec.root().commandLine()));
        return ExitCodes.GOOD;
    }
}
