package dev.tagwerk.cli;

import dev.tagwerk.flow.PlannedTask;
import dev.tagwerk.flow.ResultCodec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Reads the value of a task that somebody gives instead of running it. */
final class GivenResult {
    private GivenResult() {}

    /** The value that this JSON stands for, of the type of the task. */
    static @Nullable Object read(String name, PlannedTask task, String json) {
        ResultCodec codec = ServiceLoader.load(ResultCodec.class, GivenResult.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.name().equals("json"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("This build lacks its reader of JSON"));
        Type declared = task.settings().handling().type();
        Type type = declared == null ? Object.class : declared;
        if (declared == null && (json.strip().startsWith("{") || json.strip().startsWith("["))) {
            throw new UsageException("--result " + name + ": the file does not say of which type its value is, so "
                    + ShellWord.readable(json) + " cannot be read as that; write .returns(TYPE) behind the task");
        }
        try {
            return codec.decode(json.getBytes(StandardCharsets.UTF_8), type);
        } catch (Exception wrong) {
            throw new UsageException("--result " + name + ": " + ShellWord.readable(json) + " cannot be read as "
                    + words(type) + ": "
                    + String.valueOf(wrong.getMessage()).lines().findFirst().orElse("?"));
        }
    }

    /** The name without packages, as in messages about the file. */
    private static String words(Type type) {
        return type == Object.class ? "JSON" : type.getTypeName().replaceAll("[\\w.]*[.$](?=\\w)", "");
    }
}
