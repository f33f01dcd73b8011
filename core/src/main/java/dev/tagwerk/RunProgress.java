package dev.tagwerk;

import dev.tagwerk.task.Outcome;

/**
 * What this process has done in a run so far. Immutable.
 *
 * @param task name of the task that ended last
 * @param outcome how it ended
 * @param succeeded how many attempts ended well, this one included
 * @param failed how many failed or timed out, this one included
 */
public record RunProgress(String task, Outcome outcome, long succeeded, long failed) {}
