package dev.tagwerk.jdbc;

import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.StoreProvider;
import java.util.regex.Pattern;

/** Opens stores in SQLite files. Safe for use by several threads. */
public final class SqliteStoreProvider implements StoreProvider {
    /** Two letters at least, so that a Windows drive is not taken for a scheme. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);

    /** For {@link java.util.ServiceLoader}. */
    public SqliteStoreProvider() {}

    @Override
    public boolean accepts(String address) {
        return address.startsWith("sqlite:")
                || address.startsWith("jdbc:sqlite:")
                || address.matches("(?s).*\\.(db|sqlite|sqlite3)")
                || !SCHEME.matcher(address).matches();
    }

    @Override
    public String pattern() {
        return "FILE or sqlite:FILE";
    }

    @Override
    public Store open(String address, StoreOptions options) {
        return SqliteStore.open(address, options);
    }
}
