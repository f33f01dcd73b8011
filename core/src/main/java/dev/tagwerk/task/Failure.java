package dev.tagwerk.task;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt did not end well. Immutable.
 *
 * @param type class of the exception, or a short word where there was none
 * @param message the exception's message; may be empty
 * @param stack the stack trace; may be empty
 */
public record Failure(String type, String message, String stack) {
    private static final int MAX_MESSAGE = 8_000;
    private static final int MAX_STACK = 32_000;

    /** Cuts texts that are too long for a history. */
    public Failure {
        message = cut(message, MAX_MESSAGE);
        stack = cut(stack, MAX_STACK);
    }

    /** A failure without an exception. */
    public static Failure of(String type, String message) {
        return new Failure(type, message, "");
    }

    /** The failure that this exception stands for, with its stack and causes. */
    public static Failure of(Throwable thrown) {
        StringWriter stack = new StringWriter();
        try {
            thrown.printStackTrace(new PrintWriter(stack));
        } catch (RuntimeException | Error broken) {
            stack.write(
                    "(the stack trace cannot be printed: " + broken.getClass().getName() + ")");
        }
        return new Failure(thrown.getClass().getName(), message(thrown), stack.toString());
    }

    private static String message(Throwable thrown) {
        try {
            @Nullable String message = thrown.getMessage();
            return message == null ? "" : message;
        } catch (RuntimeException | Error broken) {
            return "(the message cannot be read: " + broken.getClass().getName() + ")";
        }
    }

    private static String cut(String text, int max) {
        return text.length() <= max
                ? text
                : text.substring(0, max) + "… (" + (text.length() - max) + " more characters)";
    }

    /** The type's simple name and the message, on one line. */
    public String summary() {
        String name = type.substring(type.lastIndexOf('.') + 1);
        String first = message.lines().findFirst().orElse("");
        return first.isEmpty() ? name : name + ": " + first;
    }
}
