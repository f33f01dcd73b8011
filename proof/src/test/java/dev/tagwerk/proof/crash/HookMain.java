package dev.tagwerk.proof.crash;

import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that is asked to stop while its loop is being closed, with an item in hand: the one that comes first is held up
 * inside the store until the other one has come as well.
 */
final class HookMain {
    private static final String LEAVING = "tagwerk-leave";

    private static volatile boolean armed;

    private HookMain() {}

    /** The {@code order} of the job is {@code close} or {@code hook}: which of the two comes first. */
    public static void main(String[] arguments) throws Exception {
        Job job = Job.parse(arguments);
        boolean hookFirst = job.text("order", "").equals("hook");
        Thread main = Thread.currentThread();
        String first = hookFirst ? LEAVING : main.getName();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch both = new CountDownLatch(1);
        try (Store store = new Place(Path.of(job.text("folder", ""))).open()) {
            SharedLoop<String> loop = SharedLoop.over(List.of("a", "b"))
                    .keyedBy(item -> item)
                    .named(Place.LOOP)
                    .store(held(store, first, inside, both))
                    .open();
            System.out.println("took " + loop.iterator().next());
            Thread stopping = new Thread(() -> System.exit(3), "stopping");
            Thread director = new Thread(
                    () -> {
                        if (!hookFirst) {
                            await(inside);
                            stopping.start();
                        }
                        awaitRest(hookFirst ? main : find(LEAVING));
                        both.countDown();
                    },
                    "director");
            armed = true;
            if (hookFirst) {
                stopping.start();
                inside.await();
            }
            director.start();
            loop.close();
            System.out.println("closed");
        }
        // The process ends by itself once its hooks have run.
        new CountDownLatch(1).await();
    }

    /** The store; a write by the thread of this name waits, once there is somebody to wait for. */
    private static Store held(Store store, String thread, CountDownLatch inside, CountDownLatch both) {
        return (Store) Proxy.newProxyInstance(
                HookMain.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, given) -> {
                    if (armed
                            && method.getName().equals("write")
                            && Thread.currentThread().getName().equals(thread)) {
                        inside.countDown();
                        both.await();
                    }
                    try {
                        return method.invoke(store, given);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static Thread find(String name) {
        while (true) {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().equals(name)) {
                    return thread;
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Until the thread waits within the closing of the desk. */
    private static void awaitRest(Thread thread) {
        while (true) {
            boolean closing = false;
            for (StackTraceElement frame : thread.getStackTrace()) {
                closing = closing
                        || (frame.getClassName().endsWith(".Desk")
                                && frame.getMethodName().equals("close"));
            }
            Thread.State state = thread.getState();
            if (closing && (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)) {
                return;
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
