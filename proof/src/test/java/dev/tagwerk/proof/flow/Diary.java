package dev.tagwerk.proof.flow;

import dev.tagwerk.RunReport;
import dev.tagwerk.TaskReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What bodies have done, in the order in which they did it. Safe for use by several threads. */
final class Diary {
    private final List<String> entries = new ArrayList<>();

    /** Writes a line. */
    synchronized void note(String entry) {
        entries.add(entry);
    }

    /** Writes a line and gives a value. */
    <T> T note(String entry, T value) {
        note(entry);
        return value;
    }

    /** All lines so far. */
    synchronized List<String> all() {
        return List.copyOf(entries);
    }

    /** All lines so far, which are struck out. */
    synchronized List<String> take() {
        List<String> taken = List.copyOf(entries);
        entries.clear();
        return taken;
    }

    /** How often this line is there. */
    synchronized long count(String entry) {
        return entries.stream().filter(entry::equals).count();
    }

    /** Where each task of a report stands. */
    static Map<String, TaskReport.Status> statuses(RunReport report) {
        Map<String, TaskReport.Status> statuses = new LinkedHashMap<>();
        report.tasks().forEach(task -> statuses.put(task.name(), task.status()));
        return statuses;
    }
}
