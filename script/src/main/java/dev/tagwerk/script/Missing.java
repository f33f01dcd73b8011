package dev.tagwerk.script;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Says where a class was looked for, and which one may be meant. Immutable. */
record Missing(String name, ClassPath path) {
    String text() {
        String text = "there is no class " + name + " " + where() + ".";
        Set<String> near =
                path.classesNamed(name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1));
        if (!near.isEmpty()) {
            return text + " Did you mean " + near.stream().limit(3).collect(Collectors.joining(" or ")) + "?";
        }
        if (Files.exists(Path.of(name))) {
            return text + " There is a file of this name: a source file must be named *.java, a jar *.jar.";
        }
        if (Files.exists(Path.of(name + ".java"))) {
            return text + " Did you mean the file " + name + ".java?";
        }
        return text + " Expected its binary name, with the package: correct it, or the class path.";
    }

    private String where() {
        if (path.entries().isEmpty()) {
            return "in Tagwerk itself, and no class path is given";
        }
        List<Path> missing = path.missing();
        return "in " + joined(path.entries()) + (missing.isEmpty() ? "" : " (not there: " + joined(missing) + ")");
    }

    private static String joined(List<Path> entries) {
        return entries.stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}
