package dev.tagwerk.cli;

import dev.tagwerk.LoopInterruptedException;
import dev.tagwerk.LoopStoppedException;
import dev.tagwerk.cli.graph.GraphTooLargeException;
import dev.tagwerk.flow.BadParametersException;
import dev.tagwerk.flow.FlowDefinitionException;
import dev.tagwerk.script.ScriptException;
import dev.tagwerk.store.ChangedInputException;
import dev.tagwerk.store.IdentityInUseException;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StuckException;
import dev.tagwerk.task.BadSettingException;

/** How the command line ends: 130 interrupted, else 3 store problem, else 1 something failed or blocked, else 0; 2 wrong usage. */
final class ExitCodes {
    static final int GOOD = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int STORE = 3;
    static final int INTERRUPTED = 130;

    private ExitCodes() {}

    /** The code for an error that ended a command. */
    static int of(Throwable thrown) {
        if (thrown instanceof Output.ClosedException) {
            return Output.CLOSED_EXIT_CODE;
        } else if (thrown instanceof UsageException
                || thrown instanceof BadSettingException
                || thrown instanceof Items.ItemException
                || thrown instanceof ScriptException
                || thrown instanceof FlowDefinitionException
                || thrown instanceof BadParametersException
                || thrown instanceof GraphTooLargeException) {
            return USAGE;
        } else if (thrown instanceof StoreException
                || thrown instanceof IdentityInUseException
                || thrown instanceof ChangedInputException) {
            return STORE;
        } else if (thrown instanceof InterruptedException || thrown instanceof LoopInterruptedException) {
            return INTERRUPTED;
        }
        return FAILED;
    }

    /** Whether the message of the error is written for people, so that its class adds nothing. */
    static boolean speaks(Throwable thrown) {
        return of(thrown) != FAILED
                || thrown instanceof LoopStoppedException
                || thrown instanceof StuckException
                || thrown instanceof Output.FailedException;
    }
}
