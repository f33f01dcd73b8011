package dev.tagwerk;

/**
 * Says that the loop ended before its time: the thread was interrupted while it waited for a task (its interrupt flag is set
 * again), or the process is being stopped.
 */
public final class LoopInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoopInterruptedException(String loop, InterruptedException cause) {
        super(loop + ": interrupted while waiting for a task; the tasks not done yet stay to be done", cause);
    }

    LoopInterruptedException(String loop) {
        super(loop + ": the process is being stopped; the tasks not done yet stay to be done");
    }
}
