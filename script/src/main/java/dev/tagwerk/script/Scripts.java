package dev.tagwerk.script;

import dev.tagwerk.script.Compilation.Compiled;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Loads what a {@link Target} names: compiles a source file unless that is done already, and finds its libraries. Immutable, the
 * {@code with} methods give changed copies. Safe for use by several threads.
 */
public final class Scripts {
    /** Part of each digest: to be raised when the same input shall be compiled to something else than before. */
    private static final String FORMAT = "1";

    private final Cache cache;
    private final Parent parent;
    private final ClassPath classPath;
    private final Consumer<String> progress;
    private final Resolver resolver;

    /** The loader above the scripts, and where the compiler finds the same classes. */
    record Parent(ClassLoader loader, ClassPath path) {}

    Scripts(Cache cache, Parent parent, ClassPath classPath, Consumer<String> progress, Resolver resolver) {
        this.cache = cache;
        this.parent = parent;
        this.classPath = classPath;
        this.progress = progress;
        this.resolver = resolver;
    }

    /**
     * With the user's own cache ({@code $XDG_CACHE_HOME/tagwerk}, else {@code ~/.cache/tagwerk}), below the loader of Tagwerk and
     * with what this Java was started with, without a class path, and silent.
     */
    public static Scripts create() {
        return new Scripts(
                cacheIn(Cache.defaultFolder(System.getenv(), System.getProperty("user.home"))),
                new Parent(Scripts.class.getClassLoader(), ClassPath.ofThisJava()),
                new ClassPath(List.of()),
                words -> {},
                // A lambda, because a reference would load the resolver and all that stands behind it.
                coordinates -> new MavenResolver().resolve(coordinates));
    }

    /** With a cache in the subfolder {@code scripts} of this folder; both are made when there is something to keep. */
    public Scripts withCache(Path folder) {
        return new Scripts(cacheIn(folder), parent, classPath, progress, resolver);
    }

    /**
     * Below this loader, whose classes come first.
     *
     * @param loader the parent of each loader that is made
     * @param path where the compiler finds what this loader loads, as {@link #withClassPath} reads it
     */
    public Scripts withParent(ClassLoader loader, String path) {
        return new Scripts(cache, new Parent(loader, ClassPath.parse(path)), classPath, progress, resolver);
    }

    /** With these folders and jars, written as for {@code java -cp}; they come before the libraries of a source file. */
    public Scripts withClassPath(String path) {
        return new Scripts(cache, parent, ClassPath.parse(path), progress, resolver);
    }

    /** Tells what takes a while before it begins, such as {@code compiling Flow.java}, in the thread that loads. */
    public Scripts withProgress(Consumer<String> listener) {
        return new Scripts(cache, parent, classPath, listener, resolver);
    }

    /**
     * Loads a target; the caller closes what it gets.
     *
     * @throws WrongJavaException if a source file demands another Java
     * @throws ScriptException if it cannot be loaded for another reason, among them errors of the compiler
     */
    public LoadedScript load(Target target) {
        try {
            return switch (target.kind()) {
                case SOURCE -> source(Path.of(target.place()));
                case JAR -> jar(Path.of(target.place()));
                case CLASS -> type(target.place());
            };
        } catch (InvalidPathException e) {
            throw new ScriptException("target \"" + target.place() + "\": this is no path: " + e.getReason() + ".", e);
        } catch (IOException e) {
            throw new ScriptException(target.place() + ": cannot be loaded: " + e, e);
        }
    }

    private LoadedScript source(Path path) throws IOException {
        SourceFile file = SourceFile.read(path);
        Directives directives = Directives.of(file);
        directives.check(Runtime.version());
        ClassPath libraries =
                classPath.and(new Dependencies(cache, resolver, progress).of(file, directives.dependencies()));
        ClassPath visible = parent.path().and(libraries);
        String entry = keyOf(file, directives, visible) + ".jar";
        Path jar = cache.read(entry).isPresent()
                ? cache.place(entry)
                : compiled(file, visible, directives.compilerOptions(), entry);
        ScriptJar script = ScriptJar.of(jar).orElseThrow(() -> new IOException("the cache lost " + jar));
        LoadedScript loaded = opened(path.toString(), script, new ClassPath(List.of(jar)).and(libraries));
        refuseHidden(path, loaded);
        return loaded;
    }

    /** The parent comes first, so it could put a class of its own in the place of one of the file. */
    private static void refuseHidden(Path path, LoadedScript loaded) {
        for (Class<?> type : loaded.topLevel()) {
            if (type.getClassLoader() != loaded.loader()) {
                loaded.close();
                throw new ScriptException(path + ": its class " + type.getName()
                        + " is hidden by one of the same name in Tagwerk or in what it was started with ("
                        + type.getResource("/" + type.getName().replace('.', '/') + ".class")
                        + "). Give it another name or package.");
            }
        }
    }

    private String keyOf(SourceFile file, Directives directives, ClassPath visible) throws IOException {
        Module module = Scripts.class.getModule();
        return new Fingerprint()
                .add(FORMAT)
                .add(module.isNamed() ? String.valueOf(module.getDescriptor().rawVersion()) : "")
                .add(Runtime.version().toString())
                .add(file.name())
                .add(file.text())
                .addAll(directives.compilerOptions())
                .addFiles(visible.entries())
                .hex();
    }

    private Path compiled(SourceFile file, ClassPath visible, List<String> options, String entry) throws IOException {
        JavaCompiler compiler = compilerFor(file); // first, because the class below does not link without one
        progress.accept("compiling " + file.path());
        Compiled compiled = new Compilation(file, visible, options).compile(compiler);
        byte[] jar = compiled.jar().unsealed(compiled.classes());
        try {
            return cache.write(entry, jar);
        } catch (IOException e) {
            progress.accept("cannot write to the cache, so each start compiles: " + e);
            Path place = Files.createTempFile("tagwerk-", ".jar");
            place.toFile().deleteOnExit();
            return Files.write(place, Cache.seal(jar));
        }
    }

    private static JavaCompiler compilerFor(SourceFile file) {
        @Nullable JavaCompiler compiler;
        try {
            compiler = ToolProvider.getSystemJavaCompiler();
        } catch (NoClassDefFoundError e) { // not even the interface is there
            compiler = null;
        }
        if (compiler == null) {
            throw new ScriptException(
                    file.path() + " must be compiled, and the Java that runs (" + Runtime.version() + ", "
                            + System.getProperty("java.home")
                            + ") has no compiler. Install a JDK 17 or newer, not only a JRE (Debian:"
                            + " apt-get install openjdk-17-jdk-headless), and set JAVA_HOME to it.");
        }
        return compiler;
    }

    private LoadedScript jar(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new ScriptException(path + ": there is no such jar (looked at "
                    + path.toAbsolutePath().normalize() + "). Correct the path.");
        }
        try {
            ScriptJar script = ScriptJar.of(path)
                    .orElseThrow(() ->
                            new ScriptException(path + ": its manifest names no class to run. Expected Tagwerk-Class"
                                    + " or Main-Class in META-INF/MANIFEST.MF: add one, or name the class and give the jar as class"
                                    + " path."));
            return opened(path.toString(), script, new ClassPath(List.of(path)).and(classPath));
        } catch (ZipException e) {
            throw new ScriptException(path + ": this is no jar, or a damaged one: " + e.getMessage() + ".", e);
        }
    }

    private LoadedScript type(String name) {
        return opened("class " + name, new ScriptJar(name, List.of(name)), classPath);
    }

    private LoadedScript opened(String place, ScriptJar script, ClassPath path) {
        URLClassLoader loader = new URLClassLoader(path.urls(), parent.loader());
        boolean good = false;
        try {
            List<Class<?>> types = new ArrayList<>();
            for (String name : script.topLevel()) {
                types.add(Class.forName(name, false, loader));
            }
            Class<?> main = Class.forName(script.main(), false, loader);
            good = true;
            return new LoadedScript(main, types, loader, path.entries());
        } catch (ClassNotFoundException e) {
            throw new ScriptException(place + ": " + new Missing(script.main(), path).text(), e);
        } catch (LinkageError e) {
            throw new ScriptException(
                    place + ": its classes cannot be loaded: " + e + ". Expected classes for Java "
                            + Runtime.version().feature() + " or older, with all that they extend on the class path.",
                    e);
        } finally {
            if (!good) {
                closed(loader);
            }
        }
    }

    private static void closed(URLClassLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            // The error under way says more.
        }
    }

    private static Cache cacheIn(Path folder) {
        return new Cache(folder.resolve("scripts"), InstantSource.system());
    }
}
