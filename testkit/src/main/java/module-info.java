/** Contract tests for stores, and parts driven by hand for testing loops. */
module dev.tagwerk.testkit {
    requires transitive dev.tagwerk;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static org.jspecify;

    // JUnit finds the contract tests of a user's module through reflection.
    opens dev.tagwerk.testkit to
            org.junit.platform.commons;

    exports dev.tagwerk.testkit;
}
