/**
 * The parts of a flow: its tasks with their functions, what they need, how they are treated; checked and put into a plan.
 */
@NullMarked
package dev.tagwerk.flow;

import org.jspecify.annotations.NullMarked;
