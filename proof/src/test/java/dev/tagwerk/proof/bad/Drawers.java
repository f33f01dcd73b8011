package dev.tagwerk.proof.bad;

import dev.tagwerk.proof.bad.task.Climber;

/** Offends on purpose: a drawer name, a long constructor, a standard stream, half of a cycle. */
public final class Drawers {
    private Drawers() {}

    /** Named like a drawer. */
    static final class ThingUtil {}

    /** Too many parameters. */
    record Endless(int a, int b, int c, int d, int e, int f) {}

    static void shout(Climber climber) {
        System.out.println(climber.hashCode());
    }
}
