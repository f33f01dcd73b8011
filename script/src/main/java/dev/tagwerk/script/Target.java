package dev.tagwerk.script;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a user asks to run: a place and, after {@code ::}, what to pick there. Immutable.
 *
 * @param kind what the place is
 * @param place the path of a source file or jar, or the binary name of a class
 * @param selectors the texts after each {@code ::}, as they were written; what they mean is the caller's affair
 */
public record Target(Kind kind, String place, List<String> selectors) {
    private static final Pattern CLASS_NAME = Pattern.compile(
            "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");

    /** What a target's place can be. */
    public enum Kind {
        /** A source file, named {@code *.java}. */
        SOURCE,
        /** The binary name of a class. */
        CLASS,
        /** A jar, named {@code *.jar}. */
        JAR
    }

    /** Makes a target. */
    public Target {
        selectors = List.copyOf(selectors);
    }

    /**
     * Reads a target such as {@code Flow.java::build}.
     *
     * @throws ScriptException if it is none
     */
    public static Target parse(String text) {
        List<String> parts = Arrays.asList(text.split("::", -1));
        String place = parts.get(0);
        List<String> selectors = parts.subList(1, parts.size());
        if (place.isBlank()) {
            throw new ScriptException("target \"" + text
                    + "\": no place is named. Expected FILE.java, CLASS or FILE.jar" + afterwards(text));
        }
        if (selectors.stream().anyMatch(String::isBlank)) {
            throw new ScriptException("target \"" + text + "\": nothing stands after a \"::\". Write what to pick from "
                    + place + " there, or leave the \"::\" out.");
        }
        return new Target(kindOf(place), place, selectors);
    }

    private static String afterwards(String text) {
        return text.contains("::") ? " before the first \"::\"." : ".";
    }

    private static Kind kindOf(String place) {
        if (place.endsWith(".java")) {
            return Kind.SOURCE;
        }
        if (place.endsWith(".jar")) {
            return Kind.JAR;
        }
        if (CLASS_NAME.matcher(place).matches()) {
            return Kind.CLASS;
        }
        throw new ScriptException(
                "target \"" + place + "\": this is neither a source file (its name would end in .java), nor a jar"
                        + " (.jar), nor the name of a class (such as com.acme.Nightly).");
    }
}
