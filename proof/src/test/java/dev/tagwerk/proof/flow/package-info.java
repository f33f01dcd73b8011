/** Proofs of flows: how they run, random graphs, large graphs, crashes. */
@NullMarked
package dev.tagwerk.proof.flow;

import org.jspecify.annotations.NullMarked;
