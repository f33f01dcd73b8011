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
import org.junit.jupiter.api.Test;

/** Holds docs/catalogue-coverage.md to what the tests of loops say of themselves. */
class CatalogueCoverageTest {
    private static final int ITEMS = 296;
    private static final Pattern ITEM = Pattern.compile("LB-(\\d{3})");
    private static final Pattern METHOD = Pattern.compile("^    (?:@Test )?void (\\w+)\\(");
    private static final Pattern ROW = Pattern.compile("^\\| LB-(\\d{3}) \\| (.*?) \\| (.*?) \\|$");

    private final Path root = Path.of(System.getProperty("tagwerk.root"));

    @Test
    void table_againstTests_agrees() throws IOException {
        Map<Integer, NavigableSet<String>> tested = tested();
        Map<Integer, NavigableSet<String>> listed = new TreeMap<>();
        List<String> complaints = new ArrayList<>();
        for (String line : Files.readAllLines(root.resolve("docs/catalogue-coverage.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                NavigableSet<String> tests = new TreeSet<>();
                Stream.of(row.group(2).split(", "))
                        .filter(name -> name.contains("#"))
                        .forEach(tests::add);
                if (listed.put(Integer.valueOf(row.group(1)), tests) != null) {
                    complaints.add("LB-" + row.group(1) + " is listed twice");
                }
                if (tests.isEmpty() && row.group(3).isBlank()) {
                    complaints.add("LB-" + row.group(1) + " has neither a test nor a reason");
                }
            }
        }
        for (int item = 1; item <= ITEMS; item++) {
            NavigableSet<String> expected = tested.getOrDefault(item, new TreeSet<>());
            if (!expected.equals(listed.get(item))) {
                complaints.add(String.format(
                        "LB-%03d: the tests say %s, the table says %s", item, expected, listed.get(item)));
            }
        }
        assertThat(complaints).isEmpty();
    }

    /** Which tests name which items, in the text right before a test method. */
    private Map<Integer, NavigableSet<String>> tested() throws IOException {
        Map<Integer, NavigableSet<String>> tested = new TreeMap<>();
        Path folder = root.resolve("proof/src/test/java/dev/tagwerk/proof/loop");
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith("Test.java") && !file.endsWith("CatalogueCoverageTest.java"))
                    .forEach(file -> read(file, tested));
        }
        return tested;
    }

    private static void read(Path file, Map<Integer, NavigableSet<String>> tested) {
        String name = file.getFileName().toString().replace(".java", "");
        List<Integer> items = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                Matcher item = ITEM.matcher(line);
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
