package dev.tagwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.Request;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Conditions;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PageDigestTest {
    private static String digest(Declaration... tasks) {
        return PageDigest.of(List.of(tasks), Budget.DEFAULT, Request.Renewal.NONE);
    }

    @Test
    @DisplayName("Whatever is declared otherwise makes another digest")
    void of_anyDifference_another() {
        Declaration a = Declaration.of("a");
        Declaration b = Declaration.of("b");
        List<String> all = new ArrayList<>(List.of(
                digest(a),
                digest(b),
                digest(a, b),
                digest(b, a),
                digest(Declaration.of("ab")),
                digest(a.withDependencies(Set.of("b"))),
                digest(a.withConditions(Conditions.requiring(List.of("b")))),
                digest(a.withPolicy(a.policy().withPriority(1))),
                digest(a.withPolicy(a.policy().withSlots(2))),
                digest(a.withPolicy(a.policy().withEvenIfDependenciesFail(true))),
                digest(a.withPolicy(a.policy().withOwnFingerprintOnly(true))),
                digest(a.withPolicy(a.policy().withBudget(Budget.DEFAULT))),
                digest(a.withPolicy(a.policy().withBudget(new Budget(1, 3)))),
                digest(a.withEvidence(new Evidence("b", 0))),
                digest(a.withEvidence(new Evidence("", 1)))));
        all.add(PageDigest.of(List.of(a), new Budget(0, 4), Request.Renewal.NONE));
        all.add(PageDigest.of(List.of(a), new Budget(4, 0), Request.Renewal.NONE));
        all.add(PageDigest.of(List.of(a), Budget.DEFAULT, new Request.Renewal(false, id -> id.equals("a"))));
        assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("The same tasks have the same digest in every process, on every JVM")
    void of_sameTasks_same() {
        Declaration a = Declaration.of("ä").withEvidence(new Evidence("1", 7));
        assertThat(digest(a)).isEqualTo(digest(Declaration.of("ä").withEvidence(new Evidence("1", 7))));
        assertThat(digest(Declaration.of("a"))).isEqualTo("g66HwgF7NbWUB6_12DAxXg");
    }
}
