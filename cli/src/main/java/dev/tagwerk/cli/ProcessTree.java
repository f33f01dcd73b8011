package dev.tagwerk.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A process and everything that came from it, found again and again while it is being ended. For one thread at a time.
 *
 * <p>Parenthood alone loses processes: when a parent dies, its children belong to the first process of the machine, and
 * nothing tells any more where they came from. So the tree is what was ever seen to be one of these, and still lives:
 *
 * <ul>
 *   <li>the root, or a child of a member;
 *   <li>a process in the session that the root leads (see {@link ChildProcess}): the session survives the parent.
 * </ul>
 *
 * A process that has left the session <em>and</em> lost its parent before the first look is not found. It took two
 * deliberate steps to become a daemon and is let be.
 *
 * <p>A pid is only a number and may come to mean another process. Members are kept as {@link ProcessHandle}s, which
 * compare the start time before they signal, and a handle is taken before the last look at what it stands for. The session's
 * number cannot be reused while a member lives, and with the last member the hunt is over.
 *
 * <p>Zombies count as dead. In containers nobody may ever collect them, and waiting for them would be waiting for ever.
 */
final class ProcessTree {
    private static final Path PROC = Path.of("/proc");

    private final ProcessHandle root;
    private final Map<Long, ProcessHandle> seen = new LinkedHashMap<>();

    ProcessTree(ProcessHandle root) {
        this.root = root;
        seen.put(root.pid(), root);
    }

    /** Looks again and returns the members that live, the root first: a parent must not react to its child's end. */
    Set<ProcessHandle> alive() {
        Map<Long, Stat> table = table();
        if (table.isEmpty()) {
            seen.values().stream().toList().forEach(this::addDescendants);
        } else {
            addMembers(table);
        }
        Set<ProcessHandle> living = new LinkedHashSet<>();
        for (ProcessHandle member : seen.values()) {
            if (member.isAlive() && !isZombie(table, member)) {
                living.add(member);
            }
        }
        return living;
    }

    private void addDescendants(ProcessHandle member) {
        member.descendants().forEach(child -> seen.putIfAbsent(child.pid(), child));
    }

    private void addMembers(Map<Long, Stat> table) {
        Set<Long> members = new HashSet<>();
        for (ProcessHandle member : seen.values()) {
            if (member.isAlive()) {
                members.add(member.pid());
            }
        }
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Stat stat : table.values()) {
                if (belongs(stat, members) && members.add(stat.pid)) {
                    add(stat, members);
                    grown = true;
                }
            }
        }
    }

    private boolean belongs(Stat stat, Set<Long> members) {
        return stat.session == root.pid() || members.contains(stat.parent);
    }

    private void add(Stat stat, Set<Long> members) {
        ProcessHandle handle = ProcessHandle.of(stat.pid).orElse(null);
        // Read again: the handle is for whoever has the number now, and that must still be the one we mean.
        Stat now = handle == null ? null : stat(stat.pid);
        if (handle != null && now != null && now.started == stat.started && belongs(now, members)) {
            ProcessHandle before = seen.get(stat.pid);
            if (before == null || !before.isAlive()) {
                seen.put(stat.pid, handle);
            }
        }
    }

    private static boolean isZombie(Map<Long, Stat> table, ProcessHandle member) {
        Stat stat = table.get(member.pid());
        return stat != null && (stat.state == 'Z' || stat.state == 'X');
    }

    /** Returns all processes by pid, or nothing where there is no {@code /proc} in the manner of Linux. */
    private static Map<Long, Stat> table() {
        Map<Long, Stat> table = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                Stat stat = stat(Long.parseLong(process.getFileName().toString()));
                if (stat != null) {
                    table.put(stat.pid, stat);
                }
            }
        } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
            return Map.of();
        }
        return table;
    }

    private static @Nullable Stat stat(long pid) {
        try {
            String line = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The command's name in brackets may itself contain brackets and blanks; nothing after it does.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return new Stat(
                    pid,
                    fields[0].charAt(0),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[19]));
        } catch (IOException | RuntimeException e) {
            // Gone between listing and reading, or hidden from us.
            return null;
        }
    }

    /** What {@code /proc/PID/stat} says: state letter, parent, session, and start in clock ticks since boot. */
    private record Stat(long pid, char state, long parent, long session, long started) {}
}
