/** Proofs over all modules: architecture, processes, crashes. */
@NullMarked
package dev.tagwerk.proof;

import org.jspecify.annotations.NullMarked;
