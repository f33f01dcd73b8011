package dev.tagwerk.testkit;

import dev.tagwerk.engine.Platform;
import dev.tagwerk.store.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A platform that stands still until the test moves it. Safe for use by several threads.
 *
 * <p>Several processes can share one world: {@link #process} gives another process's view of the same clocks and the
 * same process table.
 */
@SuppressWarnings("exports") // Platform is internal, and open to this module alone
public final class FakePlatform implements Platform {
    private final World world;
    private final ProcessIdentity self;

    private FakePlatform(World world, ProcessIdentity self) {
        this.world = world;
        this.self = self;
        world.put(self, Liveness.ALIVE);
    }

    /** A new world at 2030-01-01T00:00:00Z, with one process and this seed for all that is random. */
    public static FakePlatform seeded(long seed) {
        return new FakePlatform(new World(seed), identity("host", 1));
    }

    /** A new world with seed 1. */
    public static FakePlatform create() {
        return seeded(1);
    }

    /** The view of one more living process of this world. */
    public FakePlatform process(String host, long pid) {
        return new FakePlatform(world, identity(host, pid));
    }

    /** Moves the wall clock and the forward clock by {@code time}. */
    public void advance(Duration time) {
        world.move(time, time);
    }

    /** Sets the wall clock alone, as a clock jump does. */
    public void setClock(Instant instant) {
        world.setClock(instant);
    }

    /** Says what {@link #liveness} answers about {@code process} from now on. */
    public void setLiveness(ProcessIdentity process, Liveness liveness) {
        world.put(process, liveness);
    }

    /** Ends {@code process}, for all on its host to see. */
    public void kill(ProcessIdentity process) {
        world.put(process, Liveness.GONE);
    }

    @Override
    public Instant now() {
        return world.now();
    }

    @Override
    public long nanoTime() {
        return world.nanoTime();
    }

    @Override
    public ProcessIdentity self() {
        return self;
    }

    /** What the process table says; unknown for a process of another host and for one it never heard of. */
    @Override
    public Liveness liveness(ProcessIdentity process) {
        return process.host().equals(self.host()) ? world.get(process) : Liveness.UNKNOWN;
    }

    @Override
    public String randomText() {
        String digits = Long.toUnsignedString(randomLong() >>> 4, 32);
        return ("0".repeat(12) + digits).substring(digits.length());
    }

    @Override
    public long randomLong() {
        return world.randomLong();
    }

    private static ProcessIdentity identity(String host, long pid) {
        return new ProcessIdentity(host, "boot-" + host, "pid:[1]", pid, pid * 100);
    }

    /** What all views share. */
    private static final class World {
        private final SplittableRandom random;
        private final Map<ProcessIdentity, Liveness> processes = new HashMap<>();
        private Instant now = Instant.parse("2030-01-01T00:00:00Z");
        private long nanos = 1_000_000_000L;

        World(long seed) {
            random = new SplittableRandom(seed);
        }

        synchronized void move(Duration wall, Duration forward) {
            if (forward.isNegative()) {
                throw new IllegalArgumentException("FakePlatform: the forward clock cannot go back by " + forward
                        + ". Use setClock to turn the wall clock back.");
            }
            now = now.plus(wall);
            nanos += forward.toNanos();
        }

        synchronized void setClock(Instant instant) {
            now = instant;
        }

        synchronized void put(ProcessIdentity process, Liveness liveness) {
            processes.put(process, liveness);
        }

        synchronized Liveness get(ProcessIdentity process) {
            return processes.getOrDefault(process, Liveness.UNKNOWN);
        }

        synchronized Instant now() {
            return now;
        }

        synchronized long nanoTime() {
            return nanos;
        }

        synchronized long randomLong() {
            return random.nextLong();
        }
    }
}
