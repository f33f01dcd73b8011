/**
 * How a process takes part: the worker and its signs of life, the desk its threads share, and the contact with the world.
 * Internal.
 */
@NullMarked
package dev.tagwerk.engine;

import org.jspecify.annotations.NullMarked;
