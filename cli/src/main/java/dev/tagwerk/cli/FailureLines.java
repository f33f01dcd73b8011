package dev.tagwerk.cli;

import dev.tagwerk.flow.ResultException;
import dev.tagwerk.task.Failure;
import java.util.List;

/** Picks from a stack trace what helps: places in the user's code, and causes. */
final class FailureLines {
    private static final List<String> NOT_HIS = List.of(
            "at java.",
            "at java.base/",
            "at jdk.",
            "at sun.",
            "at dev.tagwerk.",
            "at dev.tagwerk/",
            "at dev.tagwerk@",
            "at app//dev.tagwerk.");

    private static final String OURS = ResultException.class.getName();

    private FailureLines() {}

    /** The lines that matter, in the order of the trace. */
    static List<String> of(Failure failure) {
        if (failure.type().equals(OURS)) {
            return List.of(); // the message says it all; what is below are places in a library
        }
        return failure.stack()
                .lines()
                .skip(1)
                .map(String::strip)
                .filter(line -> line.startsWith("Caused by:") || line.startsWith("Suppressed:") || isHis(line))
                .toList();
    }

    private static boolean isHis(String line) {
        return line.startsWith("at ") && NOT_HIS.stream().noneMatch(line::startsWith);
    }
}
