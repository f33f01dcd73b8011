package dev.tagwerk.script;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One artifact that a file demands; {@code classifier} is empty where there is none. Immutable. */
record Coordinate(String group, String artifact, String version, String classifier, String type) {
    private static final Pattern TEXT =
            Pattern.compile("([\\w.-]+):([\\w.-]+):([^\\s:@\"'<>|*?]+)(?::([\\w.-]+))?(?:@([\\w-]+))?");

    static Optional<Coordinate> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String classifier = matcher.group(4);
        String type = matcher.group(5);
        return Optional.of(new Coordinate(
                matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                classifier == null ? "" : classifier,
                type == null ? "jar" : type));
    }

    /** Whether it is a part of Tagwerk: those come from the Tagwerk that runs. */
    boolean isOurs() {
        return group.equals("dev.tagwerk");
    }

    /** Whether what it names may be another file tomorrow. */
    boolean changes() {
        return version.endsWith("-SNAPSHOT")
                || version.equals("LATEST")
                || version.equals("RELEASE")
                || version.startsWith("[")
                || version.startsWith("(");
    }

    @Override
    public String toString() {
        return group + ":" + artifact + ":" + version + (classifier.isEmpty() ? "" : ":" + classifier)
                + (type.equals("jar") ? "" : "@" + type);
    }
}
