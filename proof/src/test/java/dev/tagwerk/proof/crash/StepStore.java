package dev.tagwerk.proof.crash;

import dev.tagwerk.store.Exchange;
import dev.tagwerk.store.Locks;
import dev.tagwerk.store.Membership;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.Transaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A store that does something to its own process at a chosen step of a chosen operation. Safe for use by several threads.
 *
 * <p>Steps are the calls of primitives inside transactions of that operation, counted from 1 over the life of the process;
 * {@code begin} and {@code commit} count as well: step {@code begin} comes after BEGIN and before the first primitive,
 * {@code commit} after the last primitive and before COMMIT, {@code answer} after COMMIT and before anybody has seen the answer.
 */
final class StepStore implements Store {
    private final Store store;
    private final String operation;
    private final int step;
    private final Deed deed;
    private int count;

    private StepStore(Store store, String operation, int step, Deed deed) {
        this.store = store;
        this.operation = operation;
        this.step = step;
        this.deed = deed;
    }

    /** What happens at the step. */
    enum Deed {
        /** The process ends at once, without any clean-up, as by {@code kill -9}. */
        DIE,
        /** The process stands still until it is told to go on. */
        HOLD
    }

    /** The store, with the step that the job asks for, if it does. */
    static Store around(Store store, Job job) {
        return job.has("step")
                ? new StepStore(
                        store,
                        job.text("operation", "exchange"),
                        job.number("step", 0),
                        Deed.valueOf(job.text("deed", "die").toUpperCase(Locale.ROOT)))
                : store;
    }

    @Override
    public <R> R write(Function<? super Transaction, ? extends R> work) {
        boolean[] ours = new boolean[1];
        R result = store.write(tx -> {
            R done = work.apply(watched(tx, ours));
            if (ours[0]) {
                step("commit");
            }
            return done;
        });
        if (ours[0]) {
            step("answer");
        }
        return result;
    }

    private Transaction watched(Transaction tx, boolean[] ours) {
        boolean[] known = new boolean[1];
        return (Transaction) Proxy.newProxyInstance(
                StepStore.class.getClassLoader(), new Class<?>[] {Transaction.class}, (proxy, method, arguments) -> {
                    if (!known[0]) {
                        known[0] = true;
                        ours[0] = operation.equals(operation());
                        if (ours[0]) {
                            step("begin");
                        }
                    }
                    if (ours[0]) {
                        step(method.getName());
                    }
                    try {
                        return method.invoke(tx, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Which operation is under way: the name of the deciding method on the stack. */
    private static String operation() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> frame.getClassName().equals(Membership.class.getName())
                                || frame.getClassName().equals(Exchange.class.getName()))
                        .map(frame -> frame.getMethodName().equals("perform") ? "exchange" : frame.getMethodName())
                        .filter(List.of("exchange", "join", "beat", "leave", "bury")::contains)
                        .findFirst()
                        .orElse("other"));
    }

    private synchronized void step(String name) {
        count++;
        if (count != step) {
            return;
        }
        System.out.println("step " + count + " " + name);
        System.out.flush();
        if (deed == Deed.DIE) {
            Runtime.getRuntime().halt(137);
        }
        try {
            int next = System.in.read();
            System.out.println("goes on after " + next);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many steps were counted. */
    synchronized int count() {
        return count;
    }

    @Override
    public <R> R read(Function<? super Snapshot, ? extends R> work) {
        return store.read(work);
    }

    @Override
    public Watch watch(Runnable onChange) {
        return store.watch(onChange);
    }

    @Override
    public Locks locks() {
        return store.locks();
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public List<String> check() {
        return store.check();
    }

    @Override
    public void close() {
        store.close();
    }
}
