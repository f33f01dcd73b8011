package dev.tagwerk.proof.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds docs/catalogue-coverage.md to what the tests say of themselves. */
class CatalogueCoverageTest {
    private static final Pattern METHOD = Pattern.compile("^    (?:@Test )?void (\\w+)\\(");

    private final Path root = Path.of(System.getProperty("tagwerk.root"));

    /** A catalogue: what its items begin with, how many there are, and below which folder the tests are that count. */
    enum Catalogue {
        LB(296, ""),
        TO(119, ""),
        KO(96, "");

        private final int items;
        private final String folder;
        private final Pattern item = Pattern.compile("\\b" + name() + "-(\\d{3})");
        private final Pattern row = Pattern.compile("^\\| " + name() + "-(\\d{3}) \\| (.*?) \\| (.*?) \\|$");

        Catalogue(int items, String folder) {
            this.items = items;
            this.folder = folder;
        }
    }

    @ParameterizedTest
    @EnumSource
    void table_againstTests_agrees(Catalogue catalogue) throws IOException {
        Map<Integer, NavigableSet<String>> tested = tested(catalogue);
        Map<Integer, NavigableSet<String>> listed = new TreeMap<>();
        List<String> complaints = new ArrayList<>();
        for (String line : Files.readAllLines(root.resolve("docs/catalogue-coverage.md"))) {
            Matcher row = catalogue.row.matcher(line);
            if (row.matches()) {
                NavigableSet<String> tests = new TreeSet<>();
                Stream.of(row.group(2).split(", "))
                        .filter(name -> name.contains("#"))
                        .forEach(tests::add);
                if (listed.put(Integer.valueOf(row.group(1)), tests) != null) {
                    complaints.add(catalogue + "-" + row.group(1) + " is listed twice");
                }
                if (tests.isEmpty() && row.group(3).isBlank()) {
                    complaints.add(catalogue + "-" + row.group(1) + " has neither a test nor a reason");
                }
            }
        }
        for (int item = 1; item <= catalogue.items; item++) {
            NavigableSet<String> expected = tested.getOrDefault(item, new TreeSet<>());
            if (!expected.equals(listed.get(item))) {
                complaints.add(String.format(
                        "%s-%03d: the tests say %s, the table says %s", catalogue, item, expected, listed.get(item)));
            }
        }
        assertThat(complaints).isEmpty();
    }

    /** Which tests name which items, in the text right before a test method. */
    private Map<Integer, NavigableSet<String>> tested(Catalogue catalogue) throws IOException {
        Map<Integer, NavigableSet<String>> tested = new TreeMap<>();
        for (Path folder : folders(catalogue)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file ->
                                file.toString().endsWith("Test.java") && !file.endsWith("CatalogueCoverageTest.java"))
                        .forEach(file -> read(catalogue, file, tested));
            }
        }
        return tested;
    }

    private List<Path> folders(Catalogue catalogue) throws IOException {
        if (!catalogue.folder.isEmpty()) {
            return List.of(root.resolve(catalogue.folder));
        }
        try (Stream<Path> modules = Files.list(root)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    private static void read(Catalogue catalogue, Path file, Map<Integer, NavigableSet<String>> tested) {
        String name = file.getFileName().toString().replace(".java", "");
        List<Integer> items = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                Matcher item = catalogue.item.matcher(line);
                while (item.find()) {
                    items.add(Integer.valueOf(item.group(1)));
                }
                Matcher method = METHOD.matcher(line);
                if (method.find()) {
                    for (Integer number : items) {
                        tested.computeIfAbsent(number, any -> new TreeSet<>()).add(name + "#" + method.group(1));
                    }
                    items.clear();
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
