package dev.tagwerk.proof.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.cli.CommandDoor;
import dev.tagwerk.proof.docs.Document.Block;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands in the documents print what stands below them, run one after the other in a folder that has the examples and
 * nothing else. The convention is that of {@code .ci/readme-commands}, with one command in a block.
 */
@Tag("slow")
class CommandsTest {
    private static final String TAGWERK = "./tagwerk ";
    private static final String JAVA = "java -cp cli/target/tagwerk.jar ";

    @TempDir
    private Path folder = Path.of("");

    /** A command with the text that it shall print, and the one that it has printed. */
    private record Command(Block block, int code, List<String> expected) {
        String text() {
            return block.text().strip();
        }

        boolean isTagwerk() {
            return text().startsWith(TAGWERK);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/examples.md", "docs/flows.md"})
    void commands_ofADocument_printWhatItSays(String path) throws Exception {
        Document document = Document.read(path);
        List<Command> commands = commands(document);
        assertThat(commands).isNotEmpty();
        copyExamples();
        runTagwerk(commands.stream().filter(Command::isTagwerk).toList());
        int number = 0;
        for (Command command : commands) {
            Printed printed = command.isTagwerk() ? printed(number++) : runJava(command);
            String where = document.at(command.block(), 0) + ": " + command.text();
            assertThat(printed.code())
                    .as(where + " ended with; it printed%n%s", printed.out())
                    .isEqualTo(command.code());
            for (String expected : command.expected()) {
                assertThat(Placeholders.fits(expected, printed.out()))
                        .as(where + " printed%n%s%nbut the document says%n%s", printed.out(), expected)
                        .isTrue();
            }
        }
    }

    @Test
    void examples_all_areRunTwice() throws IOException {
        List<Command> commands = commands(Document.read("docs/examples.md"));
        List<String> names;
        try (Stream<Path> files = Files.list(Document.ROOT.resolve("examples"))) {
            names = files.map(file -> "examples/" + file.getFileName()).sorted().toList();
        }
        assertThat(names)
                .hasSizeGreaterThan(15)
                .allSatisfy(name -> assertThat(commands.stream()
                                .filter(command ->
                                        List.of(command.text().split(" ")).contains(name)
                                                && !command.expected().isEmpty()))
                        .as("runs of %s whose output is shown", name)
                        .hasSizeGreaterThanOrEqualTo(2));
    }

    private static List<Command> commands(Document document) {
        List<Command> commands = new ArrayList<>();
        for (Block block : document.blocks()) {
            if (block.language().equals("sh") && !block.mark().equals("skip")) {
                assertThat(block.text().lines())
                        .as(document.at(block, 0) + ": one command in a block")
                        .hasSize(1);
                int code = block.mark().startsWith("exit ")
                        ? Integer.parseInt(block.mark().substring(5))
                        : 0;
                commands.add(new Command(block, code, new ArrayList<>()));
            } else if (block.language().equals("text") && block.mark().equals("check")) {
                commands.get(commands.size() - 1).expected().add(block.text());
            }
        }
        return commands;
    }

    /** What a command has printed on both streams, and how it ended. */
    private record Printed(int code, String out) {}

    private void copyExamples() throws IOException {
        Files.createDirectories(folder.resolve("examples"));
        Files.createDirectories(folder.resolve("printed"));
        try (Stream<Path> files = Files.list(Document.ROOT.resolve("examples"))) {
            files.forEach(file -> {
                try {
                    Files.copy(file, folder.resolve("examples").resolve(file.getFileName()));
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            });
        }
    }

    /** All in one JVM, which is much quicker than one for each. */
    private void runTagwerk(List<Command> commands) throws Exception {
        Path list = folder.resolve("commands");
        Files.write(
                list,
                commands.stream()
                        .map(command -> command.text().substring(TAGWERK.length()))
                        .toList());
        Printed printed = java(List.of(
                CommandDoor.class.getName(),
                list.toString(),
                folder.resolve("printed").toString()));
        assertThat(printed.code()).as(printed.out()).isZero();
    }

    private Printed printed(int number) throws IOException {
        return new Printed(
                Integer.parseInt(Files.readString(folder.resolve("printed/" + number + ".code"))),
                Files.readString(folder.resolve("printed/" + number + ".out")));
    }

    private Printed runJava(Command command) throws Exception {
        assertThat(command.text()).startsWith(JAVA);
        return java(List.of(command.text().substring(JAVA.length()).split(" ")));
    }

    private Printed java(List<String> words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xlog:disable"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", classPath()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("stdout").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TAGWERK_"));
        builder.environment()
                .put("XDG_CACHE_HOME", folder.resolve("cache").toAbsolutePath().toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(110, TimeUnit.SECONDS))
                    .as("%s has ended", words)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Printed(process.exitValue(), Files.readString(folder.resolve("stdout")));
    }

    /** The child works in another folder, so relative places would not be found. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
    }
}
