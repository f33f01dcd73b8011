package dev.tagwerk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** Virtual threads, on JVMs that have them (21 and later), while the code is compiled for 17. */
final class VirtualThreads {
    private VirtualThreads() {}

    /** A factory of virtual threads; empty where there are none. */
    static Optional<ThreadFactory> factory() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builderType = Class.forName("java.lang.Thread$Builder");
            Class<?> virtualType = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle ofVirtual = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(virtualType));
            MethodHandle factory =
                    lookup.findVirtual(builderType, "factory", MethodType.methodType(ThreadFactory.class));
            return Optional.of((ThreadFactory) factory.invoke(ofVirtual.invoke()));
        } catch (ReflectiveOperationException notThere) {
            return Optional.empty();
        } catch (Throwable failed) {
            throw new IllegalStateException("This JVM has virtual threads, but gives no factory for them", failed);
        }
    }
}
