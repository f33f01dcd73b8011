package dev.tagwerk.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class Fnv1aTest {
    @Test
    void of_publishedTestVectors_agree() {
        assertThat(Fnv1a.of("")).isEqualTo(0xcbf29ce484222325L);
        assertThat(Fnv1a.of("a")).isEqualTo(0xaf63dc4c8601ec8cL);
        assertThat(Fnv1a.of("foobar")).isEqualTo(0x85944171f73967e8L);
        assertThat(Fnv1a.add(Fnv1a.of("foo"), "bar")).isEqualTo(Fnv1a.of("foobar"));
    }

    @Test
    void digest_declaration_isWhatStoresHold() {
        // Stores keep it: another value would have every task of every store compared and written once more.
        Declaration declaration = Declaration.of("c").withDependencies(Set.of("a", "b"));
        assertThat(declaration.digest()).isEqualTo(8629704461294908839L);
        assertThat(Declaration.of("x").digest()).isEqualTo(-5269084749905356856L);
    }
}
