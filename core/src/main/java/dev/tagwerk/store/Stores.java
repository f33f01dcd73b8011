package dev.tagwerk.store;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * Opens a store by its address. Safe for use by several threads.
 */
public final class Stores {
    /** The address of a store in memory, new each time. */
    public static final String MEMORY = "memory:";

    private Stores() {}

    /**
     * Opens the store at this address: {@code memory:}, or whatever the providers on the class path or module path accept.
     *
     * @throws StoreException when no provider accepts the address, or the store cannot be used
     */
    public static Store open(String address, StoreOptions options) {
        if (address.equals(MEMORY)) {
            return new MemoryStore();
        }
        List<StoreProvider> providers = ServiceLoader.load(StoreProvider.class, Stores.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        for (StoreProvider provider : providers) {
            if (provider.accepts(address)) {
                return provider.open(address, options);
            }
        }
        String known = providers.stream().map(StoreProvider::pattern).collect(Collectors.joining(", "));
        throw new StoreException(
                address,
                StoreException.Problem.NOT_SUPPORTED,
                address + ": no store for this address is on the class path (there is: memory:"
                        + (known.isEmpty() ? "" : ", " + known)
                        + "); for a SQLite file add the artifact dev.tagwerk:tagwerk-jdbc, or dev.tagwerk:tagwerk, which"
                        + " brings it along");
    }
}
