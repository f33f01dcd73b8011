/** Stores in SQL databases. */
module dev.tagwerk.jdbc {
    requires transitive dev.tagwerk;
    requires java.sql;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;

    exports dev.tagwerk.jdbc;

    provides dev.tagwerk.store.StoreProvider with
            dev.tagwerk.jdbc.SqliteStoreProvider;
}
