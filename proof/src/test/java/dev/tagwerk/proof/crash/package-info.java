/** Proofs with real processes that are killed, stopped and misled. */
@NullMarked
package dev.tagwerk.proof.crash;

import org.jspecify.annotations.NullMarked;
