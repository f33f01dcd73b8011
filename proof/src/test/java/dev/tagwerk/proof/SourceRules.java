package dev.tagwerk.proof;

import dev.tagwerk.proof.Sources.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules that read sources, as functions from sources to complaints, so that each can be shown to fail. Immutable. */
final class SourceRules {
    static final int MOST_LINES_MAIN = 500;
    static final int MOST_LINES_TEST = 800;

    private static final Set<String> MODULES_WITH_API = Set.of("core", "jdbc", "json", "testkit", "script");
    private static final List<String> THREAD_SAFETY =
            List.of("Immutable.", "Safe for use by several threads.", "For one thread at a time.");
    private static final Pattern SLEEP =
            Pattern.compile("\\bThread\\s*\\.\\s*sleep\\s*\\(|\\bTimeUnit\\.\\w+\\.sleep\\(");
    private static final Pattern DYNAMIC_TEST = Pattern.compile("\\bdynamicTest\\(");
    private static final Pattern TOP_LEVEL_TYPE = Pattern.compile(
            "^public\\s+(?:(?:abstract|final|sealed|non-sealed|strictfp)\\s+)*(class|interface|record|enum|@interface)\\s+(\\w+)([^{]*)",
            Pattern.MULTILINE);
    private static final Pattern EXCEPTION = Pattern.compile("\\bextends\\s+\\w*(Exception|Error)\\b");
    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);

    private static final List<String> TIME_LIMIT = List.of(
            "junit.jupiter.execution.timeout.default=",
            "junit.jupiter.execution.timeout.thread.mode.default=SEPARATE_THREAD");

    private SourceRules() {}

    /** Files that are longer than a reader wants. */
    static List<String> tooLong(Sources sources) {
        return sources.files().stream()
                .filter(file -> file.lines() > (file.isMain() ? MOST_LINES_MAIN : MOST_LINES_TEST))
                .map(file -> file.path() + " has " + file.lines() + " lines")
                .toList();
    }

    /** Tests that wait by sleeping. */
    static List<String> sleepingTests(Sources sources) {
        return sources.where(file -> file.isTest() && SLEEP.matcher(file.text()).find());
    }

    /** Modules whose tests have no time limit, and dynamic tests, to which that limit does not apply, without one of their own. */
    static List<String> testsWithoutTimeLimit(Sources sources) {
        List<String> limited = sources.files().stream()
                .filter(file -> file.name().equals(Sources.TEST_SETTINGS))
                .filter(file -> TIME_LIMIT.stream().allMatch(file.text()::contains))
                .map(SourceFile::module)
                .toList();
        Stream<String> modules = sources.files().stream()
                .filter(SourceFile::isTest)
                .map(SourceFile::module)
                .filter(module -> !limited.contains(module))
                .distinct();
        Stream<String> dynamic = sources
                .where(file ->
                        DYNAMIC_TEST.matcher(file.text()).find() && !file.text().contains("assertTimeoutPreemptively("))
                .stream();
        return Stream.concat(modules, dynamic).toList();
    }

    /** Folders of main code without a package-info that says NullMarked. */
    static List<String> notNullMarked(Sources sources) {
        Set<String> marked = sources.files().stream()
                .filter(file -> file.name().equals("package-info.java"))
                .filter(file -> file.text().contains("@NullMarked"))
                .map(SourceRules::folder)
                .collect(Collectors.toSet());
        return sources.files().stream()
                .filter(SourceFile::isMain)
                .filter(file -> !file.name().equals("module-info.java"))
                .map(SourceRules::folder)
                .distinct()
                .filter(folder -> !marked.contains(folder))
                .toList();
    }

    /** Public types of the API whose Javadoc does not say which threads may use them. Enums are immutable anyway. */
    static List<String> silentAboutThreads(Sources sources) {
        List<String> complaints = new ArrayList<>();
        for (SourceFile file : sources.files()) {
            if (!file.isMain() || !MODULES_WITH_API.contains(file.module())) {
                continue;
            }
            Matcher type = TOP_LEVEL_TYPE.matcher(file.text());
            while (type.find()) {
                if (exempt(type)) {
                    continue;
                }
                String doc = lastJavadoc(file.text().substring(0, type.start()));
                if (THREAD_SAFETY.stream().noneMatch(doc::contains)) {
                    complaints.add(
                            file.path() + ": the Javadoc of " + type.group(2) + " must say one of " + THREAD_SAFETY);
                }
            }
        }
        return complaints;
    }

    private static boolean exempt(Matcher type) {
        String kind = type.group(1);
        return kind.equals("enum")
                || kind.equals("@interface")
                || EXCEPTION.matcher(type.group(3)).find();
    }

    private static String lastJavadoc(String before) {
        Matcher matcher = JAVADOC.matcher(before);
        String last = "";
        while (matcher.find()) {
            last = matcher.group(1);
        }
        return last.replaceAll("\\s*\\n\\s*\\*?\\s*", " ");
    }

    private static String folder(SourceFile file) {
        return file.path().substring(0, file.path().lastIndexOf('/'));
    }
}
