package dev.tagwerk.engine;

import java.time.Duration;

/**
 * How a desk works. Immutable.
 *
 * @param commitEach whether every result is committed before the next claim, and nothing is claimed or drawn ahead
 * @param waits whether it waits for tasks that may become ready, rather than end
 * @param maxFailures after how many final failures it ends; 0 for never
 * @param beat how often to give a sign of life
 */
public record Pace(boolean commitEach, boolean waits, int maxFailures, Duration beat) {}
