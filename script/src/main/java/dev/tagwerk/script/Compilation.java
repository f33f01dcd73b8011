package dev.tagwerk.script;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/** Compiles one source file in memory. For one thread at a time. */
final class Compilation {
    /** No processors: a script is what it says. Names of parameters are kept, because tasks may be wired by them. */
    private static final List<String> OPTIONS = List.of("-proc:none", "-implicit:none", "-parameters", "-g");

    private final SourceFile file;
    private final List<Path> classPath;
    private final List<String> options;

    Compilation(SourceFile file, ClassPath classPath, List<String> options) {
        this.file = file;
        this.classPath = classPath.entries();
        this.options = new ArrayList<>(OPTIONS);
        this.options.addAll(options);
    }

    /** What came out: the jar's head, and the classes by their binary names. Immutable. */
    record Compiled(ScriptJar jar, Map<String, byte[]> classes) {}

    /**
     * Compiles it.
     *
     * @throws ScriptException if the file has errors; the message is what javac prints
     */
    Compiled compile(JavaCompiler compiler) throws IOException {
        StringWriter printed = new StringWriter();
        Declared declared = new Declared();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                MemoryFiles memory = new MemoryFiles(files)) {
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
            // Without one, javac would compile the sources that it finds on the class path.
            files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of());
            JavacTask task = task(compiler, memory, printed);
            task.addTaskListener(declared);
            if (!task.call()) {
                throw new ScriptException(
                        new Complaints(file, printed.toString()).text().stripTrailing());
            }
            return new Compiled(declared.jar(file), memory.classes());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private JavacTask task(JavaCompiler compiler, MemoryFiles memory, StringWriter printed) {
        try {
            return (JavacTask) compiler.getTask(printed, memory, null, options, null, List.of(new MemorySource(file)));
        } catch (IllegalArgumentException e) { // what javac throws for an option that it does not take
            throw new ScriptException(
                    file.path() + ": //JAVAC_OPTIONS: " + e.getMessage() + ". Correct the options of the file.", e);
        }
    }

    /** Hears what the file declares at top level, in its order. */
    private static final class Declared implements TaskListener {
        private final Map<String, Boolean> types = new LinkedHashMap<>(); // binary name: whether it is public
        private String prefix = "";

        @Override
        public void finished(TaskEvent event) {
            CompilationUnitTree unit = event.getCompilationUnit();
            if (event.getKind() != TaskEvent.Kind.PARSE || unit == null) {
                return;
            }
            prefix = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
            for (Tree tree : unit.getTypeDecls()) {
                if (tree instanceof ClassTree type) {
                    types.put(
                            prefix + type.getSimpleName(),
                            type.getModifiers().getFlags().contains(Modifier.PUBLIC));
                }
            }
        }

        ScriptJar jar(SourceFile file) {
            if (types.isEmpty()) {
                throw new ScriptException(file.path()
                        + ": the file declares no class. Expected one whose members are what you want to run.");
            }
            List<String> names = List.copyOf(types.keySet());
            String named = prefix + file.stem();
            String main = names.stream()
                    .filter(name -> Boolean.TRUE.equals(types.get(name)))
                    .findFirst()
                    .orElse(types.containsKey(named) ? named : names.get(0));
            return new ScriptJar(main, names);
        }
    }
}
