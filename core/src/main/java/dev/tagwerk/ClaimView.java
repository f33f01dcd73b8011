package dev.tagwerk;

import java.time.Instant;

/**
 * A task that is being run, as a monitor sees it. Immutable.
 *
 * @param task the task's name
 * @param worker name of the worker
 * @param attempt number of the attempt, from 1
 * @param since since when, as far as this monitor has seen it
 */
public record ClaimView(String task, String worker, int attempt, Instant since) {}
