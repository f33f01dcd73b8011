package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTemplateTest {
    private static final List<String> NASTY = List.of(
            "",
            " ",
            "a b",
            "-rf",
            "--",
            "'",
            "''",
            "it's",
            "\"",
            "$(touch hacked)",
            "`touch hacked`",
            "${HOME}",
            "$HOME",
            "\\",
            "\\'",
            "a\\",
            "a\nb",
            "\n",
            "ends\n\n",
            "\t",
            "*",
            "?",
            "~",
            "#no comment",
            ";exit 3",
            "&",
            "|",
            ">x",
            "!",
            "{}",
            "x{}y",
            "%s%n",
            "grün/日本語/🎉",
            "\u0001\u007f",
            "'; echo hacked; '");

    @Test
    void commandFor_holesInsideWords_allAreReplaced() {
        CommandTemplate template = CommandTemplate.arguments(List.of("cp", "{}", "out/{}.{}"));

        assertThat(template.commandFor("a b")).containsExactly("cp", "a b", "out/a b.a b");
    }

    @Test
    void commandFor_noHole_itemIsAppended() {
        assertThat(CommandTemplate.arguments(List.of("wc", "-l")).commandFor("$(x)"))
                .containsExactly("wc", "-l", "$(x)");
    }

    @Test
    void commandFor_itemContainsHole_isNotReplacedAgain() {
        assertThat(CommandTemplate.arguments(List.of("echo", "{}{}")).commandFor("{}"))
                .containsExactly("echo", "{}{}");
    }

    @Test
    void arguments_nothing_saysWhatToWrite() {
        assertThatThrownBy(() -> CommandTemplate.arguments(List.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("before :::");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "printf %s {}",
                "printf %s \"{}\"",
                "printf %s \"\"\"{}\"\"\"",
                "printf %s \"$(printf %s {}; printf x)\" | sed '$ s/x$//'",
                "x=\"$(printf %s \"{}\"; printf x)\"; printf %s \"${x%x}\"",
                "printf %s \"$(( 1 << 2 ))\" >/dev/null; printf %s {}",
                "# don't stumble over this\nprintf %s {}",
                "printf %s \"$1\"",
                "printf '%s' {} # \"",
                "echo \"it's\" >/dev/null; printf %s {}",
                "printf %s \\\"{}\\\" | sed 's/^\"//; $ s/\"$//'"
            })
    void commandFor_shell_everyNastyItemArrivesAsItIs(String script) throws Exception {
        CommandTemplate template = CommandTemplate.shell(List.of(script));
        boolean lines = script.contains("| sed");
        // One process of the real shell for all items: each script in a subshell, the results separated by a mark.
        List<String> items = new ArrayList<>(NASTY);
        if (lines) {
            // sed works on lines, and completes the last one.
            items.removeIf(item -> item.contains("\n") || item.isEmpty());
        }
        assertThat(throughShell(template, items)).containsExactlyElementsOf(items);
    }

    @Test
    void commandFor_shell_randomItemsArriveAsTheyAre() throws Exception {
        long seed = Long.getLong("tagwerk.seed", System.nanoTime());
        System.out.println("commandFor_shell_randomItems: -Dtagwerk.seed=" + seed);
        Random random = new Random(seed);
        String alphabet = "ab '\"$`\\\n(){}#;&|<>*?~!-=%äß日\t";
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            StringBuilder item = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                item.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            items.add(item.toString());
        }

        for (String script : List.of("printf %s {}", "printf %s \"{}\"", "printf '%s' \"$(:)\"{}\"\"")) {
            assertThat(throughShell(CommandTemplate.shell(List.of(script)), items))
                    .as("seed %d, %s", seed, script)
                    .containsExactlyElementsOf(items);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "awk '{}' x",
                "sh -c 'echo {}'",
                "echo `basename {}`",
                "true # {}",
                "cat <<END\n{}\nEND",
                "echo \"$(case x in x) echo {};; esac)\"",
                "echo \"${x:-{}}\"",
                "echo \"{}",
                "echo ${} {",
                "echo \\{} }",
                "make test",
                " "
            })
    void shell_itemCannotBePutInSafely_isRefused(String script) {
        assertThatThrownBy(() -> CommandTemplate.shell(List.of(script)))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--shell: the script")
                .hasMessageContaining("{}");
    }

    @Test
    void shell_severalWords_asksForOneString() {
        assertThatThrownBy(() -> CommandTemplate.shell(List.of("wc", "-l", "a b")))
                .hasMessageContaining("got 3: wc -l 'a b'");
    }

    @Test
    void digest_sameWork_isStableAndReadable() {
        assertThat(CommandTemplate.arguments(List.of("/usr/bin/sha256sum")).digest())
                .matches("each-sha256sum-[0-9a-f]{8}")
                .isEqualTo(CommandTemplate.arguments(List.of("/usr/bin/sha256sum", "{}"))
                        .digest());
        // Written down, so that a release does not forget what the one before has done.
        assertThat(CommandTemplate.arguments(List.of("wc", "-l")).digest()).isEqualTo("each-wc-c04f0d1e");
    }

    @Test
    void digest_differentWork_differs() {
        assertThat(List.of(
                        CommandTemplate.arguments(List.of("a", "b", "{}")).digest(),
                        CommandTemplate.arguments(List.of("a", "{}", "b")).digest(),
                        CommandTemplate.arguments(List.of("a", "b{}")).digest(),
                        CommandTemplate.arguments(List.of("a b {}", "{}")).digest(),
                        CommandTemplate.shell(List.of("a b {}")).digest()))
                .doesNotHaveDuplicates();
    }

    @Test
    void display_anyItem_canBePasted() throws Exception {
        for (CommandTemplate template : List.of(
                CommandTemplate.arguments(List.of("printf", "%s", "{}")),
                CommandTemplate.shell(List.of("printf %s {}")),
                CommandTemplate.shell(List.of("printf %s \"$1\"")))) {
            for (String item : List.of("a b", "it's $(x)", "")) {
                assertThat(shell(template.display(item))).isEqualTo(item);
            }
        }
        assertThat(CommandTemplate.arguments(List.of("gzip", "-9")).toString()).isEqualTo("gzip -9 {}");
    }

    private static List<String> throughShell(CommandTemplate template, List<String> items) throws Exception {
        StringBuilder all = new StringBuilder();
        for (String item : items) {
            for (String word : template.commandFor(item)) {
                all.append(ShellWord.quoted(word)).append(' ');
            }
            all.append("; printf '\\000'\n");
        }
        String[] parts = shell(all.toString()).split("\0", -1);
        return List.of(parts).subList(0, parts.length - 1);
    }

    private static String shell(String script) throws IOException, InterruptedException {
        Process sh = new ProcessBuilder("sh").redirectErrorStream(true).start();
        Thread writer = new Thread(() -> {
            try (var out = sh.getOutputStream()) {
                out.write(script.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                sh.destroy();
            }
        });
        writer.start();
        try (InputStream in = sh.getInputStream()) {
            String printed = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            sh.waitFor();
            return printed;
        }
    }
}
