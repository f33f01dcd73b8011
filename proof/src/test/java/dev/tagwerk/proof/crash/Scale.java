package dev.tagwerk.proof.crash;

/** How much a proof has to do in this build. */
final class Scale {
    private Scale() {}

    /** Whether this is the long mode. */
    static boolean isLong() {
        return Boolean.getBoolean("tagwerk.long");
    }

    /** Whether this is the second round, on a JDK newer than the floor, which repeats a smaller share. */
    static boolean isNewest() {
        return Runtime.version().feature() > 17;
    }

    /** The bound that counts on a machine that has nothing else to do (-Dtagwerk.idle=true), else the loose one. */
    static double loose(double tight, double loose) {
        return Boolean.getBoolean("tagwerk.idle") ? tight : loose;
    }

    static int number(String property, int otherwise) {
        return Integer.getInteger(property, otherwise);
    }

    /** The seed that was asked for, or a new one. */
    static long seed() {
        return Long.getLong("tagwerk.seed", System.nanoTime());
    }
}
