/** The library together with its SQLite store: the one module to require. */
module dev.tagwerk.bundle {
    requires transitive dev.tagwerk;
    requires dev.tagwerk.jdbc;
}
