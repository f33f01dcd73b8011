package dev.tagwerk.proof.crash;

import dev.tagwerk.task.Task;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tasks that all proofs work on: numbered, in several shapes. */
final class Tasks {
    private Tasks() {}

    /** The tasks of this job; the same for all workers of one proof. */
    static Stream<Task<Integer>> of(Job job) {
        int count = job.number("tasks", 100);
        String shape = job.text("shape", "free");
        int later = job.number("later", 0);
        return IntStream.range(0, count + later).mapToObj(number -> {
            Task<Integer> task = Task.of(id(number), number);
            if (number >= count) {
                return task.requires("later");
            }
            return switch (shape) {
                case "chains" -> number < 7 ? task : task.after(id(number - 7));
                case "tree" -> number == 0 ? task : task.after(id((number - 1) / 3));
                case "relay" -> {
                    Task<Integer> link = task.requires(number % 2 == 0 ? "even" : "odd");
                    yield number == 0 ? link : link.after(id(number - 1));
                }
                default -> task;
            };
        });
    }

    static String id(int number) {
        return "t" + number;
    }

    static int number(String id) {
        return Integer.parseInt(id.substring(1));
    }
}
