package dev.tagwerk.store;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** A process of its own that uses the locks of a file, driven by the tests over its standard streams. */
final class LockChild {
    private LockChild() {}

    /** Starts {@code count FILE LOCKFILE ROUNDS} {@code hold LOCKFILE NAME} or {@code hog LOCKFILE NAME}. */
    static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp"));
        command.add(Stream.of(LockChild.class, FileLocks.class, Logger.class)
                .map(LockChild::home)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator)));
        command.add(LockChild.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("count")) {
            try (FileLocks locks = FileLocks.open(Path.of(args[2]))) {
                count(locks, Path.of(args[1]), Integer.parseInt(args[3]));
            }
        } else if (args[0].equals("hold")) {
            hold(args);
        } else {
            hog(args);
        }
    }

    /** Four threads add one to the number in the file, again and again: lost unless nobody else is between. */
    static void count(FileLocks locks, Path file, int rounds) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                try {
                    for (int i = 0; i < rounds; i++) {
                        locks.lock("counter").run(() -> {
                            long number = Long.parseLong(Files.readString(file));
                            Files.writeString(file, Long.toString(number + 1));
                        });
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void hold(String[] args) throws Exception {
        FileLocks locks = FileLocks.open(Path.of(args[1]));
        NamedLock.Held held = locks.lock(args[2]).acquire();
        System.out.println("held");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            in.readLine();
        }
        held.close();
        locks.close();
    }

    /** Takes the lock again and again, never leaving it free for longer than an instant. */
    private static void hog(String[] args) throws Exception {
        FileLocks locks = FileLocks.open(Path.of(args[1]));
        NamedLock lock = locks.lock(args[2]);
        for (int i = 0; i < 5_000; i++) {
            lock.run(() -> {}); // compiled code: the pauses between two holds get short
        }
        System.out.println("held");
        while (System.in.available() == 0) {
            lock.run(() -> LockSupport.parkNanos(5_000_000));
        }
        locks.close();
    }

    /** The folder or jar of a class, found without help of the class path: under test there may be a module path. */
    private static String home(Class<?> type) {
        String name = "/" + type.getName().replace('.', '/') + ".class";
        String place = String.valueOf(type.getResource(name));
        String root = place.substring(0, place.length() - name.length());
        if (root.startsWith("jar:")) {
            root = root.substring(4, root.length() - 1);
        }
        return Path.of(URI.create(root)).toString();
    }
}
