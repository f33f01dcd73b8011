package dev.tagwerk.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * A target's classes, ready to be used; none is initialised yet. Safe for use by several threads.
 *
 * @param main the class that was asked for, or the main one of a file or jar
 * @param topLevel the top-level types of a source file, in its order; else the main class alone
 * @param loader the loader of these classes
 * @param classPath where the loader looks after its parent has been asked, in this order
 */
public record LoadedScript(Class<?> main, List<Class<?>> topLevel, URLClassLoader loader, List<Path> classPath)
        implements AutoCloseable {
    /** Makes it from its parts. */
    public LoadedScript {
        topLevel = List.copyOf(topLevel);
        classPath = List.copyOf(classPath);
    }

    /** Closes the loader: classes that have not been used so far are lost, and the jars can be deleted. */
    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
