package dev.tagwerk.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {
    @TempDir
    Path folder;

    @Test
    void parse_parts_likeJava() throws IOException {
        for (String name : List.of("b.jar", "a.JAR", "c.txt", "sub/d.jar")) {
            new Folder(folder).write(name);
        }
        String text = String.join(File.pathSeparator, "classes", "", folder + "/*", "gone/*");

        assertThat(ClassPath.parse(text).entries())
                .containsExactly(Path.of("classes"), Path.of(""), folder.resolve("a.JAR"), folder.resolve("b.jar"));
        assertThat(ClassPath.parse("").entries()).isEmpty();
    }

    @Test
    void parse_noPath_refused() {
        assertThatThrownBy(() -> ClassPath.parse("a\0b"))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("is no path");
    }

    @Test
    void fingerprint_fileChanged_other() throws IOException {
        Path classes = new Folder(folder).classes("classes", "A.java", "class A {}");
        Path jar = new Folder(folder).jar("a.jar", classes);
        List<Path> path = List.of(classes, jar, folder.resolve("gone"));
        String before = digest(path);
        assertThat(digest(path)).isEqualTo(before);

        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        String jarChanged = digest(path);
        assertThat(jarChanged).isNotEqualTo(before);

        Files.copy(classes.resolve("A.class"), classes.resolve("B.class"));
        String classAdded = digest(path);
        assertThat(classAdded).isNotEqualTo(jarChanged);

        Files.writeString(classes.resolve("notes.txt"), "no class");
        assertThat(digest(path)).isEqualTo(classAdded);
        assertThat(digest(List.of(jar, classes, folder.resolve("gone")))).isNotEqualTo(classAdded);
    }

    @Test
    void classesNamed_simpleName_foundInFoldersAndJars() throws IOException {
        Folder files = new Folder(folder);
        Path classes =
                files.classes("classes", "a/b/Job.java", "package a.b; public class Job { static class Part {} }");
        Path jar = files.jar("c.jar", files.classes("more", "c/JOB.java", "package c; class JOB {}"));
        Path broken = files.write("broken.jar", "no jar");
        ClassPath path = new ClassPath(List.of(broken, classes, jar));

        assertThat(path.classesNamed("job")).containsExactly("a.b.Job", "c.JOB");
        assertThat(path.classesNamed("Part")).containsExactly("a.b.Job$Part");
        assertThat(path.classesNamed("ob")).isEmpty();
    }

    private static String digest(List<Path> path) throws IOException {
        return new Fingerprint().addFiles(path).hex();
    }
}
