package dev.tagwerk;

import java.io.IOException;
import java.io.OutputStream;

/** Where what tasks print is kept. Safe for use by several threads. */
@FunctionalInterface
public interface TaskLogs {
    /** Opens the place for an attempt; it is closed when the attempt has ended. */
    OutputStream open(String task, int attempt) throws IOException;
}
