package dev.tagwerk.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeclarationTest {
    @Test
    void of_halfACharacter_refusedWithItsPlace() {
        // In an SQLite file all of them became "?", and the second was refused as a defect of ours.
        assertThatThrownBy(() -> Declaration.of("ab\ud800x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The id ab\\ud800x of task ab\\ud800x")
                .hasMessageContaining("place 2");
        assertThatThrownBy(() -> Declaration.of("\udc00")).hasMessageContaining("\\udc00");
        assertThatThrownBy(() -> Declaration.of("x\ud83d")).hasMessageContaining("place 1");
        Declaration good = Declaration.of("good");
        assertThatThrownBy(() -> good.withDependencies(Set.of("bad\ud800")))
                .hasMessageContaining("The dependency bad\\ud800 of task good");
        assertThatThrownBy(() -> good.withEvidence(new Evidence("\ud800", 0)))
                .hasMessageContaining("The fingerprint \\ud800 of task good");
        assertThatThrownBy(() -> good.withConditions(Conditions.requiring(List.of("\udfff"))))
                .hasMessageContaining("The requirement \\udfff of task good");
    }

    @Test
    void of_wholeCharactersOfAnyKind_taken() {
        for (String id : List.of("\ud83d\ude00", "a\0b", "\u0001", "\uffff", "\ufeff", "e\u0301")) {
            assertThat(Declaration.of(id).id()).isEqualTo(id);
        }
    }

    @Test
    void dependencies_anyOrderAndTwice_sortedEachOnceAndEqualToOtherSets() {
        Declaration task = Declaration.of("t").withDependencies(new LinkedHashSet<>(List.of("b", "c", "a")));
        assertThat(task.dependencies()).containsExactly("a", "b", "c").isEqualTo(Set.of("c", "a", "b"));
        assertThat(task.dependencies().contains("b")).isTrue();
        assertThat(task.dependencies().contains("bb")).isFalse();
        assertThat(task.dependencies().hashCode())
                .isEqualTo(Set.of("a", "b", "c").hashCode());
        assertThat(task).isEqualTo(Declaration.of("t").withDependencies(Set.of("a", "b", "c")));
        assertThatThrownBy(() -> task.dependencies().add("d")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> task.dependencies().remove("a")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void digest_differsWithEverythingButIdAndBudget() {
        Declaration plain = Declaration.of("t");
        Policy patient = Policy.DEFAULT.withBudget(new Budget(5, 5));
        assertThat(plain.digest())
                .isEqualTo(Declaration.of("other").digest())
                .isEqualTo(plain.withPolicy(patient).digest());
        List<Declaration> others = List.of(
                plain,
                plain.withDependencies(Set.of("a")),
                plain.withDependencies(Set.of("a", "b")),
                plain.withDependencies(Set.of("ab")),
                plain.withConditions(Conditions.requiring(List.of("a"))),
                plain.withPolicy(patient.withPriority(1)),
                plain.withPolicy(patient.withSlots(2)),
                plain.withPolicy(patient.withEvenIfDependenciesFail(true)),
                plain.withPolicy(patient.withOwnFingerprintOnly(true)));
        assertThat(others.stream().map(Declaration::digest)).doesNotHaveDuplicates();
    }

    @Test
    void digest_isTheOneThatStoresHave() {
        // Stands in files: another value means that all tasks are declared anew.
        assertThat(Declaration.of("t").digest()).isEqualTo(-5269084749905356856L);
        assertThat(Declaration.of("t").withDependencies(Set.of("a", "b")).digest())
                .isEqualTo(8629704461294908839L);
    }
}
