package dev.tagwerk.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run that the end of the process overtakes say its last words. Safe for use by several threads.
 *
 * <p>On SIGTERM the run is cancelled by hooks of its own, and the JVM would end before what came of it is told. And a task that
 * calls {@code System.exit(0)} would let a run that did not finish look like a good one: then the exit code is ours.
 */
final class LastWords implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 15;

    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread hook = new Thread(this::awaitThem, "tagwerk-last-words");
    private volatile int code = ExitCodes.FAILED;

    private LastWords() {}

    static LastWords begin() {
        LastWords words = new LastWords();
        try {
            Runtime.getRuntime().addShutdownHook(words.hook);
        } catch (IllegalStateException stopping) {
            words.told.countDown();
        }
        return words;
    }

    /** All is told; this is the code that the command means to exit with. */
    void said(int newCode) {
        code = newCode;
        told.countDown();
    }

    private void awaitThem() {
        boolean exited = Thread.getAllStackTraces().values().stream().anyMatch(LastWords::isExiting);
        try {
            var unused = told.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        if (exited) {
            Runtime.getRuntime().halt(code == ExitCodes.GOOD ? ExitCodes.FAILED : code);
        }
    }

    /** Signals end the JVM by another way. */
    private static boolean isExiting(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().equals("java.lang.Runtime")
                    && frame.getMethodName().equals("exit")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        told.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // It runs, and has heard us.
        }
    }
}
