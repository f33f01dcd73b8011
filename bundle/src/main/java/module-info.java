/** The library together with its SQLite store and results as JSON: the one module to require. */
module dev.tagwerk.bundle {
    requires transitive dev.tagwerk;
    requires dev.tagwerk.jdbc;
    requires dev.tagwerk.json;
}
