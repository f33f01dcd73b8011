package dev.tagwerk.proof.docs;

import dev.tagwerk.proof.docs.Document.Block;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles the Java of documents. A block is a whole file, unless the comment before it, {@code <!-- java: NAME -->}, names the
 * file that it is put into: {@code src/test/resources/snippets/NAME.txt}, in place of its line {@code // SNIPPET}.
 */
final class Snippets {
    private static final String INTO = "java: ";
    private static final String PLACE = "// SNIPPET";
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:final |abstract |sealed )*(?:class|record|interface|enum) (\\w+)", Pattern.MULTILINE);

    private Snippets() {}

    /** A block as a source file of a package of its own, so that all can be compiled together. */
    private static final class Source extends SimpleJavaFileObject {
        private final Document document;
        private final Block block;
        private final long linesBefore;
        private final String code;

        Source(Document document, Block block, int number) {
            this(document, block, "snippets.n" + number, wrapper(block));
        }

        private Source(Document document, Block block, String scope, String wrapper) {
            super(
                    URI.create("string:///" + scope.replace('.', '/') + "/" + name(wrapper + block.text()) + ".java"),
                    Kind.SOURCE);
            this.document = document;
            this.block = block;
            int place = wrapper.indexOf(PLACE);
            this.linesBefore = wrapper.substring(0, place).lines().count();
            this.code = "package " + scope + "; " + wrapper.replace(PLACE, block.text());
        }

        private static String name(String code) {
            Matcher type = PUBLIC_TYPE.matcher(code);
            return type.find() ? type.group(1) : "Snippet";
        }

        private static String wrapper(Block block) {
            if (!block.mark().startsWith(INTO)) {
                return PLACE;
            }
            String name = block.mark().substring(INTO.length());
            try (InputStream in = Snippets.class.getResourceAsStream("/snippets/" + name + ".txt")) {
                return new String(
                        Objects.requireNonNull(in, () -> "there is no file for snippets " + name)
                                .readAllBytes(),
                        StandardCharsets.UTF_8);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        @Override
        public CharSequence getCharContent(boolean ignoreErrors) {
            return code;
        }

        String complaint(Diagnostic<?> problem) {
            return document.at(block, problem.getLineNumber() - linesBefore) + ": " + problem.getMessage(Locale.ROOT);
        }
    }

    /** What is wrong with the Java of these documents: file, line, and what the compiler says. */
    static List<String> complaints(List<Document> documents, Path classes) {
        List<Source> sources = new ArrayList<>();
        for (Document document : documents) {
            document.of("java").forEach(block -> sources.add(new Source(document, block, sources.size())));
        }
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "needs a JDK");
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmaxerrs",
                "500");
        compiler.getTask(null, null, problems, options, null, sources).call();
        return problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .map(problem ->
                        problem.getSource() instanceof Source source ? source.complaint(problem) : problem.toString())
                .toList();
    }
}
