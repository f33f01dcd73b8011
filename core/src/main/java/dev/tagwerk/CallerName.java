package dev.tagwerk;

/** Names a loop after the class and method that make it, which are the same in every process that runs the program. */
final class CallerName {
    private CallerName() {}

    /** The nearest class outside this package, and its method: for instance {@code Thumbnails.main}. */
    static String find() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !isOurs(frame.getClassName()))
                        .findFirst()
                        .map(frame -> name(frame.getClassName(), frame.getMethodName()))
                        .orElse("loop"));
    }

    private static boolean isOurs(String className) {
        return className.equals(SharedLoop.class.getName())
                || className.equals(LoopBuilder.class.getName())
                || className.equals(CallerName.class.getName());
    }

    private static String name(String className, String method) {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        // The body of a lambda is called lambda$main$0: the method around it is meant.
        int end = method.lastIndexOf('$');
        boolean lambda = method.startsWith("lambda$") && end > "lambda$".length();
        return simple + "." + (lambda ? method.substring("lambda$".length(), end) : method);
    }
}
