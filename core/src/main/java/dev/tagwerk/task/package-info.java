/** The vocabulary: what a task is, the states it goes through, how an attempt can end. */
@NullMarked
package dev.tagwerk.task;

import org.jspecify.annotations.NullMarked;
