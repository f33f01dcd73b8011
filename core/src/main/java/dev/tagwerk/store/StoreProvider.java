package dev.tagwerk.store;

/**
 * Opens stores of one kind, found by {@link java.util.ServiceLoader}. Safe for use by several threads.
 */
public interface StoreProvider {
    /** Whether this address is one of ours. */
    boolean accepts(String address);

    /** The kinds of address that are accepted, for messages: for instance {@code sqlite:FILE}. */
    String pattern();

    /**
     * Opens the store at this address.
     *
     * @throws StoreException when it cannot be used, with the reason and the way out
     */
    Store open(String address, StoreOptions options);
}
