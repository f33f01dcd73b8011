/** The bottom step of a ladder that looks up. */
@NullMarked
package dev.tagwerk.proof.bad.task;

import org.jspecify.annotations.NullMarked;
