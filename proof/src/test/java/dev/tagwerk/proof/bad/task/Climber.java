package dev.tagwerk.proof.bad.task;

import dev.tagwerk.proof.bad.Drawers;

/** The bottom step that imports the top one: breaks the ladder and closes a cycle. */
public final class Climber {
    private Climber() {}

    static Class<?> top() {
        return Drawers.class;
    }
}
