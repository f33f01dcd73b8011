package dev.tagwerk.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the comments at the head of a source file ask for; the package's page tells the syntax. Immutable. */
record Directives(List<Coordinate> dependencies, List<Demand> java, List<String> compilerOptions) {
    private static final Pattern DIRECTIVE = Pattern.compile("//([A-Z_]+)(?:\\s+(.*?))??(?:\\s//\\s.*)?\\s*");
    private static final Pattern COORDINATES = Pattern.compile("[^\\s;,\"']+|\"([^\"]*)\"|'([^']*)'");
    private static final Pattern OPTIONS = Pattern.compile("[^\\s\"']+|\"([^\"]*)\"|'([^']*)'");
    private static final Set<String> OUR_OPTIONS = Set.of("-d", "-cp", "-classpath", "--class-path");

    /** A demanded Java, with the place where it is demanded. Immutable. */
    record Demand(String place, JavaDemand java) {}

    static Directives of(SourceFile file) {
        List<Coordinate> dependencies = new ArrayList<>();
        List<Demand> java = new ArrayList<>();
        List<String> options = new ArrayList<>();
        List<String> lines = headerOf(file.text());
        for (int i = 0; i < lines.size(); i++) {
            Matcher directive = DIRECTIVE.matcher(lines.get(i));
            if (!directive.matches()) {
                continue;
            }
            String place = file.path() + ":" + (i + 1) + ": //" + directive.group(1);
            String value = directive.group(2) == null ? "" : directive.group(2);
            switch (directive.group(1)) {
                case "DEPS" -> words(COORDINATES, value).forEach(word -> dependencies.add(coordinate(place, word)));
                case "JAVA" -> java.add(new Demand(place, java(place, value)));
                case "JAVAC_OPTIONS", "COMPILE_OPTIONS" ->
                    words(OPTIONS, value).forEach(word -> options.add(option(place, word)));
                default -> {} // a comment
            }
        }
        return new Directives(List.copyOf(dependencies), List.copyOf(java), List.copyOf(options));
    }

    /** Refuses a Java that the file does not want. */
    void check(Runtime.Version running) {
        for (Demand demand : java) {
            if (!demand.java().allows(running.feature())) {
                throw new WrongJavaException(
                        demand.place() + " " + demand.java() + ": this file wants Java "
                                + demand.java().version() + (demand.java().orNewer() ? " or newer" : "")
                                + ", and Tagwerk runs on Java " + running + " (" + System.getProperty("java.home")
                                + "). Set JAVA_HOME to such a JDK, or change the line"
                                + (running.feature() > demand.java().version()
                                        ? " to //JAVA " + demand.java().version() + "+ if newer ones will do."
                                        : "."),
                        demand.java(),
                        running.feature());
            }
        }
    }

    /** The lines above the first type; those that are no comment, or within a block comment, are empty here. */
    private static List<String> headerOf(String text) {
        List<String> header = new ArrayList<>();
        boolean inBlock = false;
        for (String line : text.lines().toList()) {
            boolean beganInBlock = inBlock;
            String rest = line.strip();
            while (inBlock || rest.startsWith("/*")) {
                int end = rest.indexOf("*/", inBlock ? 0 : 2);
                inBlock = end < 0;
                if (inBlock) {
                    rest = "";
                    break;
                }
                rest = rest.substring(end + 2).strip();
            }
            if (!rest.isEmpty()
                    && !rest.startsWith("//")
                    && !rest.startsWith("package ")
                    && !rest.startsWith("import ")) {
                break;
            }
            header.add(!beganInBlock && line.startsWith("//") ? line : "");
        }
        return header;
    }

    private static Coordinate coordinate(String place, String word) {
        Coordinate coordinate = Coordinate.parse(word)
                .orElseThrow(
                        () -> new ScriptException(
                                place + ": \"" + word + "\" is no coordinate. Expected"
                                        + " group:artifact:version[:classifier][@type], such as info.picocli:picocli:4.7.7: correct the line."));
        if (coordinate.type().equals("pom") || coordinate.type().equals("fatjar")) {
            throw new ScriptException(place + ": \"" + word + "\": the type " + coordinate.type()
                    + " is not supported. Name each library that you use with its version.");
        }
        return coordinate;
    }

    private static JavaDemand java(String place, String value) {
        return JavaDemand.parse(value)
                .orElseThrow(
                        () -> new ScriptException(
                                place + ": \"" + value
                                        + "\" is no version. Expected the number of a Java, such as 25, or 17+ for this one and newer ones."));
    }

    private static String option(String place, String word) {
        if (OUR_OPTIONS.contains(word)) {
            throw new ScriptException(place + ": the option " + word
                    + " is set by Tagwerk. Name libraries with //DEPS, or give a" + " class path on the command line.");
        }
        return word;
    }

    private static List<String> words(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1) != null
                        ? found.group(1)
                        : found.group(2) != null ? found.group(2) : found.group())
                .toList();
    }
}
