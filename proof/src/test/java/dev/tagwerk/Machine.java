package dev.tagwerk;

import dev.tagwerk.engine.Platform;
import dev.tagwerk.store.ProcessIdentity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A machine of our own making, on which a worker believes to be: its processes cannot be seen from other machines, so that only
 * the lease decides. Immutable.
 */
public record Machine(String host) implements Platform {
    /** The loop of this builder, run on that machine. */
    public static <T extends @Nullable Object> LoopBuilder<T> put(LoopBuilder<T> builder, Machine machine) {
        return builder.platform(machine);
    }

    @Override
    public Instant now() {
        return Platform.system().now();
    }

    @Override
    public long nanoTime() {
        return Platform.system().nanoTime();
    }

    @Override
    public ProcessIdentity self() {
        ProcessIdentity real = Platform.system().self();
        return new ProcessIdentity(host, "boot-of-" + host, real.pidNamespace(), real.pid(), real.start());
    }

    @Override
    public Liveness liveness(ProcessIdentity process) {
        return process.host().equals(host) ? Platform.system().liveness(onRealHost(process)) : Liveness.UNKNOWN;
    }

    private static ProcessIdentity onRealHost(ProcessIdentity process) {
        ProcessIdentity real = Platform.system().self();
        return new ProcessIdentity(real.host(), real.bootId(), real.pidNamespace(), process.pid(), process.start());
    }

    @Override
    public String randomText() {
        return Platform.system().randomText();
    }

    @Override
    public long randomLong() {
        return Platform.system().randomLong();
    }
}
