package dev.tagwerk.script;

import java.lang.reflect.Method;
import java.nio.file.Path;

/** Loads a target and says what came of it; run by tests in processes of their own. */
final class LoadProgram {
    private LoadProgram() {}

    /** Takes the folder of the cache, the target, and a class path or nothing. */
    public static void main(String[] arguments) {
        long begin = System.nanoTime();
        Scripts scripts = Scripts.create()
                .withCache(Path.of(arguments[0]))
                .withClassPath(arguments.length > 2 ? arguments[2] : "")
                .withProgress(words -> System.out.println("progress: " + words));
        try (LoadedScript script = scripts.load(Target.parse(arguments[1]))) {
            System.out.println("main: " + script.main().getName());
            for (Class<?> type : script.topLevel()) {
                System.out.println("type: " + type.getName());
            }
            Method say = script.main().getDeclaredMethod("say");
            say.setAccessible(true);
            System.out.println("says: " + say.invoke(null));
        } catch (ScriptException e) {
            System.out.println("refused: " + e.getMessage());
        } catch (ReflectiveOperationException e) {
            System.out.println("no say(): " + e);
        }
        System.out.println("milliseconds: " + (System.nanoTime() - begin) / 1_000_000);
    }
}
