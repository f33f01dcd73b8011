package dev.tagwerk;

import dev.tagwerk.store.Tally;
import dev.tagwerk.task.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How a shared loop stands, as a monitor sees it. Immutable.
 *
 * @param name the loop's name
 * @param run number of the run that is live, or was last; 0 before the first
 * @param counts how its tasks stand
 * @param crew who works on it
 * @param forecast how fast it goes
 */
public record LoopView(String name, int run, Counts counts, Crew crew, Forecast forecast) {
    /**
     * How the tasks stand. Immutable.
     *
     * @param tally the tasks of this run, with those that earlier runs have satisfied
     * @param leftOver unfinished or failed tasks of earlier runs that nobody has offered in this one
     * @param total how many tasks there will be; empty while a source of unknown length has not ended
     */
    public record Counts(Tally tally, long leftOver, OptionalLong total) {
        /** Tasks that have ended, well or not, blocked ones included. */
        public long ended() {
            return tally.satisfied() + tally.finalFailures() + tally.count(TaskState.BLOCKED);
        }

        /** Tasks that have not ended; empty while the total is unknown. */
        public OptionalLong open() {
            return total.isPresent() ? OptionalLong.of(Math.max(0, total.getAsLong() - ended())) : total;
        }
    }

    /**
     * Who works on the loop. Immutable.
     *
     * @param workers all workers that the store remembers, live ones first, then the newest first
     * @param unserved tasks that wait for labels which no live worker offers
     */
    public record Crew(List<WorkerView> workers, List<Unserved> unserved) {
        /** Copies the lists. */
        public Crew {
            workers = List.copyOf(workers);
            unserved = List.copyOf(unserved);
        }

        /** How many take part at the moment. */
        public long live() {
            return workers.stream().filter(worker -> worker.row().isLive()).count();
        }
    }

    /**
     * Tasks that no live worker may run. Immutable.
     *
     * @param labels what they require
     * @param tasks how many they are
     */
    public record Unserved(Set<String> labels, long tasks) {}

    /**
     * How fast the loop goes. Immutable.
     *
     * @param perSecond tasks that end in a second: lately, or, when the monitor has looked only once, on the average of the
     *     live workers; 0 when nobody works
     * @param remaining how long it will take at this rate; empty when that is unknown
     */
    public record Forecast(double perSecond, Optional<Duration> remaining) {}
}
