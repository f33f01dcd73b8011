package dev.tagwerk.script;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Java that a file demands: {@code 25} or {@code 17+}. Immutable. */
record JavaDemand(int version, boolean orNewer) {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,3})(\\+?)");

    static Optional<JavaDemand> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new JavaDemand(
                        Integer.parseInt(matcher.group(1)), !matcher.group(2).isEmpty()))
                : Optional.empty();
    }

    boolean allows(int running) {
        return orNewer ? running >= version : running == version;
    }

    @Override
    public String toString() {
        return version + (orNewer ? "+" : "");
    }
}
