package dev.tagwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.Request;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DrawnTest {
    private static Drawn drawn(long session, String page, Declaration... declarations) {
        return new Drawn(List.of(declarations), List.of(new Drawn.Page(session, page)));
    }

    @Test
    @DisplayName(
            "A page is offered in the session in which it was looked up only: others may have declared nothing in the next")
    void offer_pagesOfAnotherSession_leftOut() {
        Drawn drawn = drawn(1, "old").and(drawn(2, "new", Declaration.of("a")));
        Request.Offer offer = drawn.offer(Budget.DEFAULT, true, Request.Renewal.NONE, 2);
        assertThat(offer.pages()).containsExactly("new");
        assertThat(offer.declarations()).containsExactly(Declaration.of("a"));
        assertThat(offer.sourceEnded()).isTrue();
    }

    @Test
    @DisplayName(
            "What is put back before what was drawn since: of two declarations of a task the first counts, pages of both stay")
    void and_sameTask_first() {
        Declaration a = Declaration.of("a");
        Declaration other = a.withDependencies(Set.of("b"));
        Drawn both = drawn(1, "p", a).and(drawn(1, "q", other, Declaration.of("c")));
        assertThat(both.declarations()).containsExactly(a, Declaration.of("c"));
        assertThat(both.offer(Budget.DEFAULT, false, Request.Renewal.NONE, 1).pages())
                .containsExactly("p", "q");
        assertThat(Drawn.NOTHING.and(both)).isEqualTo(both);
        assertThat(both.and(Drawn.NOTHING)).isEqualTo(both);
    }
}
