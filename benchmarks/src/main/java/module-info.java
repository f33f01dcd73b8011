/** Workloads, each beside its floor. */
module dev.tagwerk.benchmarks {
    requires dev.tagwerk;
    requires java.sql;
    requires jdk.management;
    requires static org.jspecify;
}
