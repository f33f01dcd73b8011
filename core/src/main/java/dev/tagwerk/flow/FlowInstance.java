package dev.tagwerk.flow;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one object whose methods are a flow's tasks. It is made when it is first needed, so that a flow can be listed and drawn
 * without running any code of the user; a set-up of its own makes it before the first task. Safe for use by several threads.
 */
final class FlowInstance {
    private final @Nullable Constructor<?> constructor;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Object made;

    private FlowInstance(@Nullable Constructor<?> constructor, @Nullable Object made) {
        this.constructor = constructor;
        this.made = made;
    }

    static FlowInstance of(Object instance) {
        return new FlowInstance(null, instance);
    }

    static FlowInstance madeBy(Constructor<?> constructor) {
        return new FlowInstance(constructor, null);
    }

    /** Where there is none because there cannot be one; a problem says so. */
    static FlowInstance none() {
        return new FlowInstance(null, null);
    }

    /** The object; what its constructor throws arrives as it is, each time. */
    @Nullable
    Object get() throws Exception {
        Object there = made;
        if (there != null || constructor == null) {
            return there;
        }
        lock.lock();
        try {
            there = made;
            if (there == null) {
                there = constructor.newInstance();
                made = there;
            }
            return there;
        } catch (InvocationTargetException thrown) {
            throw Thrown.by(thrown);
        } finally {
            lock.unlock();
        }
    }
}
