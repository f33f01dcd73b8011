package dev.tagwerk.flow;

/** The place in the user's code at which a task is declared. */
final class DeclarationPlace {
    private static final StackWalker WALKER = StackWalker.getInstance();

    private DeclarationPlace() {}

    static String current() {
        return WALKER.walk(
                frames -> frames.filter(frame -> !frame.getClassName().startsWith("dev.tagwerk.flow.")
                                && !frame.getClassName().equals("dev.tagwerk.Flow"))
                        .findFirst()
                        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                        .orElse("an unknown place"));
    }
}
