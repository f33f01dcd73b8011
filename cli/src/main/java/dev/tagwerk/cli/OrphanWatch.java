package dev.tagwerk.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends the commands that this process leaves behind when it is killed. Safe for use by several threads.
 *
 * <p>Nobody can act on his own {@code kill -9}. So a small shell is started that reads, from a pipe, which commands begin and
 * end. While this process lives the shell only waits; when it dies, however it dies, the system closes the pipe, and the shell
 * kills the groups of the commands that had not ended. It kills at once and not politely: others may run the items from now on,
 * and two runs of one item should overlap as little as possible.
 *
 * <p>Not found is what a command has put into a group or a session of its own, and a command in the moment between its start
 * and the line that tells of it. Where there is no {@code sh} nothing is watched.
 */
final class OrphanWatch implements ChildProcess.Witness, AutoCloseable {
    /** The signals of a terminal and of a polite end are meant for us; the shell goes when the pipe is closed. */
    private static final String SCRIPT = "trap '' HUP INT QUIT TERM; live=' '; while read -r what pid; do case $what in"
            + " +) live=\"$live$pid \";; -) live=\"${live%% $pid *} ${live#* $pid }\";; esac; done;"
            + " for pid in $live; do kill -s KILL -- \"-$pid\" || kill -s KILL \"$pid\"; done";

    private @Nullable OutputStream pipe;
    private boolean begun;

    @Override
    public synchronized void begun(long pid) {
        if (!begun) {
            begun = true;
            pipe = start();
        }
        tell("+ " + pid + "\n");
    }

    @Override
    public synchronized void ended(long pid) {
        tell("- " + pid + "\n");
    }

    private void tell(String line) {
        OutputStream shell = pipe;
        if (shell == null) {
            return;
        }
        try {
            shell.write(line.getBytes(StandardCharsets.US_ASCII));
            shell.flush();
        } catch (IOException gone) {
            // Somebody ended the shell: the commands go on as they would without it.
            pipe = null;
        }
    }

    private static @Nullable OutputStream start() {
        List<String> words = new ArrayList<>();
        if (ChildProcess.SETSID != null) {
            words.addAll(List.of(ChildProcess.SETSID.toString(), "--"));
        }
        words.addAll(List.of("sh", "-c", SCRIPT, "tagwerk-orphan-watch"));
        try {
            return new ProcessBuilder(words)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .getOutputStream();
        } catch (IOException noShell) {
            return null;
        }
    }

    @Override
    public synchronized void close() {
        OutputStream shell = pipe;
        pipe = null;
        begun = true;
        if (shell != null) {
            try {
                shell.close();
            } catch (IOException gone) {
                // It was ended before: there is nothing left to close.
                return;
            }
        }
    }
}
