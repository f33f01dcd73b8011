/** The vocabulary: what a task is, how it can stand, how an attempt can end. Imports nothing else of Tagwerk. */
@NullMarked
package dev.tagwerk.task;

import org.jspecify.annotations.NullMarked;
