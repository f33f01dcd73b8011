package dev.tagwerk.store;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.TaskState;

/**
 * A task in short: enough to tell whether it need be declared again. Immutable.
 *
 * @param id the task's name
 * @param state where it stands
 * @param validSuccess whether it has a success that nothing has invalidated
 * @param terms what is declared of it
 */
public record Brief(String id, TaskState state, boolean validSuccess, Terms terms) {
    /** Of this task. */
    public static Brief of(TaskRow row) {
        return new Brief(row.id(), row.state(), row.hasValidSuccess(), row.terms());
    }

    /** Whether it is satisfied, so that nobody runs it unless something changes. */
    public boolean isSettled() {
        return state.isSatisfied() && validSuccess;
    }

    /** Whether it is satisfied, has nothing that could undo that, and is declared as before. */
    public boolean isDoneFor(Declaration declaration) {
        return isSettled()
                && declaration.dependencies().isEmpty()
                && declaration.evidence().fingerprint().isEmpty()
                && declaration.evidence().guard() == terms.evidence().guard()
                && declaration.digest() == terms.digest();
    }

    /**
     * Whether somebody has declared it in just this way in the live run. Then {@link Declaring} would change nothing of a task that is
     * unfinished.
     *
     * @param budget what may be tried for tasks that do not say it themselves
     * @param live whether the task's lane belongs to the live run
     */
    public boolean isDeclaredAs(Declaration declaration, Budget budget, boolean live) {
        Budget own = declaration.policy().budget();
        return live
                && terms.isOf(declaration)
                && declaration.policy().equals(terms.policy())
                && terms.budget().max(own == null ? budget : own).equals(terms.budget());
    }
}
