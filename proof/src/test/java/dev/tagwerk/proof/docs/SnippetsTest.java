package dev.tagwerk.proof.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java in the documents compiles. */
class SnippetsTest {
    private static final String FILE = "file ";

    private final List<Document> documents =
            List.of(Document.read("README.md"), Document.read("docs/guide.md"), Document.read("docs/flows.md"));

    @TempDir
    private Path classes = Path.of("");

    @Test
    void snippets_ofTheDocuments_compile() {
        assertThat(documents)
                .allSatisfy(document -> assertThat(document.of("java")).isNotEmpty());
        assertThat(Snippets.complaints(documents, classes)).isEmpty();
    }

    @Test
    void snippets_thatShowAFile_sayWhatItSays() throws IOException {
        int shown = 0;
        for (Document document : documents) {
            for (Document.Block block : document.of("java")) {
                if (block.mark().startsWith(FILE)) {
                    String path = block.mark().substring(FILE.length());
                    assertThat(block.text())
                            .as(document.at(block, 0))
                            .isEqualTo(Files.readString(Document.ROOT.resolve(path)));
                    shown++;
                }
            }
        }
        assertThat(shown).isPositive();
    }

    @Test
    void snippets_thatDoNotCompile_areNamedWithTheirLines() {
        Document bad = Document.of("bad.md", """
                A file:
                ```java
                class A {
                    int a = "text";
                }
                ```

                <!-- java: flow -->
                ```java
                flow.task("good", ctx -> 1);
                flow.tusk("bad", ctx -> 1);
                ```
                """);
        List<String> complaints = Snippets.complaints(List.of(bad), classes);
        assertThat(complaints).hasSize(2);
        assertThat(complaints.get(0)).startsWith("bad.md:4: ").contains("int");
        assertThat(complaints.get(1)).startsWith("bad.md:11: ").contains("tusk");
    }
}
