package dev.tagwerk.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
