package dev.tagwerk;

import java.time.Instant;

/**
 * A task that is being run, as a monitor sees it. Immutable.
 *
 * @param task the task's name
 * @param worker name of the worker
 * @param attempt number of the attempt, from 1
 * @param since when it was claimed, by the clock of its worker; the body starts then, or, when it was claimed ahead of need, a little
 *     later
 */
public record ClaimView(String task, String worker, int attempt, Instant since) {}
