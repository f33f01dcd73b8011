package dev.tagwerk.cli;

/** The switch for stacks and logs: {@code --debug}, or {@code TAGWERK_DEBUG=1}. For one thread at a time. */
final class Debug {
    private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    private boolean on;

    Debug(Streams streams) {
        String value = streams.variable("TAGWERK_DEBUG", "0");
        if (!value.equals("0") && !value.equals("false")) {
            turnOn();
        }
    }

    boolean isOn() {
        return on;
    }

    /** Lets the library's log through to standard error as well; only what is loaded after this call hears of it. */
    void turnOn() {
        on = true;
        System.setProperty(LEVEL, "info");
    }
}
