package dev.tagwerk.cli;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One command that runs once, with its output in a file, and that can be ended with everything it started. Safe for use by
 * several threads.
 *
 * <p><b>Input and output.</b> The input is empty: many commands share one terminal, and none may wait for it. Output and
 * errors go to the same file, by the operating system and not through us. So nothing blocks on a full pipe, the order is the
 * order in which the command wrote, and what it wrote is there even if we are killed.
 *
 * <p><b>A session of its own.</b> Where {@code setsid} exists, the command leads a session. Two things follow. Whatever it
 * starts can be found by the session's number even after its parents are gone (see {@link ProcessTree}). And the terminal's
 * Ctrl-C does not reach it: without a session the command would die of the same Ctrl-C that tells us to hand claims back, and
 * a task that was interrupted would be recorded as failed, or not, depending on who is faster. With it, we decide: the
 * shutdown hook calls {@link #kill()} and waits with {@link #awaitEnd}. If we die by {@code kill -9} the
 * command would go on to its end, as it would without a session: that is what a {@link Witness} is told for. The price: a
 * command has no terminal to ask for a password on.
 *
 * <p><b>Who wins.</b> The first reason to stop is final: time over, or {@code kill()}. It is set under the lock, once, and only
 * while the command has not been seen to end. From then on the result is that reason, even if the command still ends well
 * within the grace period. A {@code kill()} before the start prevents the start; the start happens under the same lock.
 * One thread of its own does the ending, so that an interrupt of the caller cannot leave half a tree behind.
 *
 * <p><b>What is not ended.</b> A command that ends by itself may leave processes in the background. They are the user's.
 */
final class ChildProcess {
    static final @Nullable Path SETSID = find("setsid", System.getenv("PATH"));
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration HARD_LIMIT = Duration.ofSeconds(10);

    /**
     * How long a command may take, and how long it has to end after a polite signal. Immutable.
     *
     * @param timeout the time from the start, or null for no limit
     * @param grace the time between SIGTERM and SIGKILL
     */
    record Limits(@Nullable Duration timeout, Duration grace) {
        /** No limit, and 5 s of grace. */
        static final Limits NONE = new Limits(null, Duration.ofSeconds(5));
    }

    /** Who is told of the processes that run. Safe for use by several threads. */
    interface Witness {
        /** A process has begun; where there are sessions it leads one. */
        void begun(long pid);

        /** That process has ended. */
        void ended(long pid);
    }

    /** How a command ended. */
    sealed interface Result {
        /** Says whether the command did its work: exit status 0. */
        default boolean succeeded() {
            return this instanceof Exited exited && exited.code() == 0;
        }
    }

    /** It ended by itself with an exit status. */
    record Exited(int code) implements Result {
        @Override
        public String toString() {
            return "exit status " + code;
        }
    }

    /** It was ended by a signal that did not come from us, or said so by a status of 128 + signal, as shells do. */
    record Signalled(int signal) implements Result {
        private static final Map<Integer, String> NAMES = Map.of(
                1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 6, "SIGABRT", 9, "SIGKILL", 11, "SIGSEGV", 13, "SIGPIPE", 15,
                "SIGTERM");

        @Override
        public String toString() {
            String name = NAMES.get(signal);
            return "ended by signal " + signal + (name == null ? "" : " (" + name + ")");
        }
    }

    /** It was ended because its time was over. */
    record TimedOut(Duration after) implements Result {
        @Override
        public String toString() {
            return "timed out after " + Human.duration(after);
        }
    }

    /** It was ended, or not started at all, because {@link ChildProcess#kill()} was called. */
    record Stopped() implements Result {
        @Override
        public String toString() {
            return "stopped";
        }
    }

    /** It could not be started; the reason says what was looked for and where. */
    record NotStarted(String reason) implements Result {
        @Override
        public String toString() {
            return "not started: " + reason;
        }
    }

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final Limits limits;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch treeEnded = new CountDownLatch(1);
    private @Nullable Witness witness;
    private @Nullable Process process;
    private @Nullable Result stop;
    private boolean over;

    /**
     * Prepares a command.
     *
     * @param command the program and its arguments
     * @param environment what is added to our own environment
     * @param log the file that takes the output, appended to; its folder exists
     * @param limits the time it may take
     */
    ChildProcess(List<String> command, Map<String, String> environment, Path log, Limits limits) {
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.limits = limits;
    }

    /** Returns what a command is told about the task it works on. */
    static Map<String, String> taskEnvironment(String task, int attempt, String token) {
        return Map.of("TAGWERK_TASK", task, "TAGWERK_ATTEMPT", Integer.toString(attempt), "TAGWERK_TOKEN", token);
    }

    /** The same as {@link #run()}, and tells this witness. */
    Result run(Witness told) throws InterruptedException {
        synchronized (this) {
            witness = told;
        }
        try {
            return run();
        } finally {
            synchronized (this) {
                Process running = process;
                if (running != null) {
                    told.ended(running.pid());
                }
            }
        }
    }

    /**
     * Runs the command to its end, once.
     *
     * @return how it ended; if it was stopped, nothing of its tree lives any more
     * @throws InterruptedException if the calling thread is interrupted; the tree has been ended before this is thrown
     */
    Result run() throws InterruptedException {
        try {
            Process started = start();
            if (started == null) {
                return stopOr(new Stopped());
            }
            return await(started);
        } catch (IOException e) {
            return new NotStarted(reason(e));
        } finally {
            ended.countDown();
        }
    }

    /** Ends the command and everything it started, politely and then hard; returns at once. Further calls do nothing. */
    void kill() {
        stop(new Stopped());
    }

    /**
     * Waits until {@link #run()} is over.
     *
     * @return false if it is not over after {@code limit}
     */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized @Nullable Process start() throws IOException {
        if (stop != null) {
            return null;
        }
        String missing = missing();
        if (missing != null) {
            throw new IOException(missing);
        }
        List<String> words = new ArrayList<>();
        if (SETSID != null) {
            words.addAll(List.of(SETSID.toString(), "--"));
        }
        boolean asIs =
                NativeText.passesUtf8() || (NativeText.isAscii(command) && NativeText.isAscii(environment.values()));
        words.addAll(asIs ? command : NativeText.spelledOut(command, environment));
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        if (asIs) {
            builder.environment().putAll(environment);
        }
        Process started = builder.start();
        process = started;
        if (witness != null) {
            witness.begun(started.pid());
        }
        return started;
    }

    private Result await(Process started) throws InterruptedException {
        try {
            Duration timeout = limits.timeout();
            if (timeout == null) {
                started.waitFor();
            } else if (!started.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                stop(new TimedOut(timeout));
            }
            if (stopping()) {
                treeEnded.await();
            }
        } catch (InterruptedException e) {
            if (stop(new Stopped()) || stopping()) {
                awaitTreeIgnoringInterrupts();
            }
            throw e;
        }
        return stopOr(exited(started.waitFor()));
    }

    /** Marks the command as over unless it is being stopped; from here on a kill comes too late. */
    private synchronized boolean stopping() {
        over = stop == null;
        return !over;
    }

    private synchronized boolean stop(Result reason) {
        if (stop != null || over) {
            return false;
        }
        stop = reason;
        Process running = process;
        if (running != null) {
            Thread ending = new Thread(() -> end(running), "tagwerk-ending-" + running.pid());
            ending.setDaemon(true);
            ending.start();
        }
        return true;
    }

    private synchronized Result stopOr(Result otherwise) {
        return stop == null ? otherwise : stop;
    }

    private void end(Process running) {
        try {
            ProcessTree tree = new ProcessTree(running.toHandle());
            if (!signal(tree, ProcessHandle::destroy, limits.grace(), false)) {
                // Again and again: between two looks a process may start another.
                signal(tree, ProcessHandle::destroyForcibly, HARD_LIMIT, true);
            }
        } finally {
            treeEnded.countDown();
        }
    }

    /** Signals every member once, or at every look, until none lives or the time is over; says whether none lives. */
    private static boolean signal(ProcessTree tree, Signal signal, Duration limit, boolean everyTime) {
        long end = System.nanoTime() + limit.toNanos();
        Set<ProcessHandle> done = new HashSet<>();
        while (true) {
            Set<ProcessHandle> alive = tree.alive();
            if (alive.isEmpty()) {
                return true;
            }
            for (ProcessHandle member : alive) {
                if (done.add(member) || everyTime) {
                    signal.send(member);
                }
            }
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private void awaitTreeIgnoringInterrupts() {
        boolean waiting = true;
        while (waiting) {
            try {
                treeEnded.await();
                waiting = false;
            } catch (InterruptedException e) {
                // The caller is told of the first interrupt; another one changes nothing.
                waiting = true;
            }
        }
    }

    private static Result exited(int status) {
        return status > 128 && status <= 128 + 64 ? new Signalled(status - 128) : new Exited(status);
    }

    private @Nullable String missing() {
        return missing(command.get(0), environment.getOrDefault("PATH", System.getenv("PATH")));
    }

    /** Looks for a program as the operating system would; says what is wrong, or null when it can be started. */
    static @Nullable String missing(String program, @Nullable String path) {
        if (program.indexOf('/') < 0) {
            return find(program, path) != null
                    ? null
                    : program + ": command not found; looked in PATH="
                            + (path == null ? "(not set)" : path)
                            + (program.indexOf(' ') < 0
                                    ? "; check the spelling, or give its path"
                                    : "; it contains blanks: for a line of shell use --shell, else take the quotes away");
        }
        File file = new File(program);
        if (!file.exists()) {
            // An unreadable name in this locale is not proof of absence; let the system decide.
            return NativeText.passesUtf8() || NativeText.isAscii(List.of(program))
                    ? program + ": no such file, seen from " + new File("").getAbsolutePath()
                    : null;
        }
        if (file.isDirectory()) {
            return program + ": is a directory, not a command";
        }
        return file.canExecute()
                ? null
                : program + ": permission denied; make it executable: chmod +x " + ShellWord.readable(program);
    }

    private String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        // E2BIG, in the words of JDK 17 and of later ones.
        if (message.contains("error=7,") || message.contains("error: 7 ")) {
            return command.get(0) + ": the item is too long for an argument or the environment of a command";
        }
        return message;
    }

    private static @Nullable Path find(String program, @Nullable String path) {
        if (program.isEmpty()) {
            return null;
        }
        for (String folder : (path == null ? "/usr/local/bin:/usr/bin:/bin" : path).split(":", -1)) {
            File file = new File(folder.isEmpty() ? "." : folder, program);
            if (file.isFile() && Files.isExecutable(file.toPath())) {
                return file.toPath();
            }
        }
        return null;
    }

    private interface Signal {
        boolean send(ProcessHandle member);
    }
}
