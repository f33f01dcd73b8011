package dev.tagwerk;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.flow.FlowDeclarations;
import dev.tagwerk.flow.FlowPlan;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Stands outside the package of flows, as users do: their lines are what is named, not ours. */
class DeclarationPlaceTest {
    static final class UserFlow extends FlowDeclarations {
        @Override
        public String name() {
            return "user";
        }

        FlowPlan planned() {
            return plan();
        }
    }

    @Test
    @DisplayName("TO-018: a duplicate is named with both places")
    void plan_duplicate_bothPlacesNamed() {
        UserFlow flow = new UserFlow();
        int line = new Throwable().getStackTrace()[0].getLineNumber();
        flow.task("load", context -> 1);
        flow.action("load", context -> {});
        flow.each("bulk", List.of("a", "a"), item -> item, item -> item);
        String file = "DeclarationPlaceTest.java:";
        assertThatThrownBy(flow::planned)
                .hasMessageContaining(
                        "task load is declared twice, at " + file + (line + 1) + " and at " + file + (line + 2) + ";")
                .hasMessageContaining("task bulk::a is declared twice, both times at " + file + (line + 3) + ";");
    }
}
