package dev.tagwerk.proof.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What bodies really did, written down outside of any store: one record of fixed size per event, appended in one write, so that
 * nothing but the death of the machine can tear or lose it. Safe for use by several threads.
 */
final class Ledger implements AutoCloseable {
    private static final int SIZE = 32;
    private static final List<Event> EVENTS = List.of(Event.values());

    private final FileChannel file;

    private Ledger(FileChannel file) {
        this.file = file;
    }

    /** What happened. */
    enum Event {
        /** A body began. */
        START,
        /** A body came to its end; its result is not handed in yet. */
        END,
        /** The worker was told that the result is committed. */
        SEEN
    }

    /** One record. Immutable. */
    record Entry(Event event, int task, long token, int pid, long nanos) {}

    static Ledger open(Path path) {
        try {
            return new Ledger(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Event event, int task, long token) {
        ByteBuffer record = ByteBuffer.allocate(SIZE);
        record.putInt(EVENTS.indexOf(event))
                .putInt(task)
                .putLong(token)
                .putInt((int) ProcessHandle.current().pid())
                .putInt(0)
                .putLong(System.nanoTime())
                .flip();
        try {
            if (file.write(record) != SIZE) {
                throw new IllegalStateException("A record of the ledger was torn");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Entry> read(Path path) {
        try {
            ByteBuffer all = ByteBuffer.wrap(Files.exists(path) ? Files.readAllBytes(path) : new byte[0]);
            List<Entry> entries = new ArrayList<>();
            while (all.remaining() >= SIZE) {
                Event event = EVENTS.get(all.getInt());
                int task = all.getInt();
                long token = all.getLong();
                int pid = all.getInt();
                all.getInt();
                entries.add(new Entry(event, task, token, pid, all.getLong()));
            }
            if (all.hasRemaining()) {
                throw new IllegalStateException("The ledger ends in a torn record");
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
