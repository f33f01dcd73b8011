import dev.tagwerk.flow.SetUp;
import dev.tagwerk.flow.State;
import dev.tagwerk.flow.Task;
import dev.tagwerk.flow.TearDown;
import java.util.concurrent.Semaphore;

/** What tasks share while they run: opened before the first task, closed after the last; not kept in the store. */
class SharedState {
    static final State.Key<Semaphore> DOOR = State.key("door", Semaphore.class);
    static final State.Key<Integer> SEEN = State.key("seen", Integer.class);

    @SetUp
    void open(State state) {
        state.put(DOOR, new Semaphore(1));
    }

    @Task
    void left(State state) throws InterruptedException {
        pass(state);
    }

    @Task
    void right(State state) throws InterruptedException {
        pass(state);
    }

    @Task(after = {"left", "right"})
    void count(State state) {
        System.out.println(state.get(SEEN) + " have passed");
    }

    private static void pass(State state) throws InterruptedException {
        Semaphore door = state.get(DOOR);
        door.acquire();
        try {
            state.update(SEEN, 0, seen -> seen + 1);
        } finally {
            door.release();
        }
    }

    @TearDown
    void close(State state) {
        state.remove(DOOR);
    }
}
