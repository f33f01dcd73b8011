package dev.tagwerk.script;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A source file as it was read, once: what is compiled is what was digested. Immutable. */
record SourceFile(Path path, String text) {
    static SourceFile read(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new ScriptException(
                    path + ": " + (Files.exists(path) ? "this is not a file" : "there is no such file") + " (looked at "
                            + path.toAbsolutePath().normalize() + "). Expected a Java source file: correct the path.");
        }
        try {
            // Strict, because the compiler would refuse the file, too, and name no place in it.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
            return new SourceFile(path, text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw new ScriptException(path + ": the file is not UTF-8 text. Save it as UTF-8.", e);
        } catch (IOException e) {
            throw new ScriptException(path + ": the file cannot be read: " + e, e);
        }
    }

    /** The name without folder and ending. */
    String stem() {
        String name = name();
        return name.substring(0, name.length() - ".java".length());
    }

    /** The name without folder. */
    String name() {
        return String.valueOf(path.getFileName());
    }
}
