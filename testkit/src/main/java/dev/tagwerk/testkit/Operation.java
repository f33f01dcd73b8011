package dev.tagwerk.testkit;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Outcome;
import java.util.List;
import java.util.Set;

/**
 * One step of a random story. Immutable. It names workers and claims by their place, not by number, so that a story still
 * means something when steps are left out of it.
 */
sealed interface Operation {
    /** A worker: the graph it works on, and its name. Immutable. */
    record Who(int graph, int name) {
        String graphName() {
            return "graph" + graph;
        }

        String identity() {
            return "worker" + name;
        }
    }

    /** A worker joins. */
    record Join(Who who, Set<String> labels) implements Operation {}

    /** A worker exchanges. */
    record Swap(Who who, List<End> ends, Offer offer, Want want) implements Operation {}

    /** What is declared. */
    record Offer(List<Declaration> declarations, Budget budget, boolean sourceEnded) {}

    /** What is wanted; {@code modulus} leaves out the ids whose number it divides, 0 for none. */
    record Want(int now, int ahead, int modulus, int maxFailures) {}

    /** One of all the claims that the worker ever got, counted from the newest, ends so. */
    record End(int claim, Outcome outcome, String output, long delay) {}

    /** A worker leaves, handing in these ends. */
    record Leave(Who who, List<End> ends) implements Operation {}

    /** A worker is declared dead by somebody who saw its last beat but {@code late}. */
    record Bury(Who who, int late) implements Operation {}

    /** Somebody asks for tasks to be run again. */
    record Reopen(int graph, List<String> ids) implements Operation {}

    /** Time passes. */
    record Pass(long millis) implements Operation {}
}
