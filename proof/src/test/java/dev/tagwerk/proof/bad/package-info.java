/** Planted offences: each breaks one rule of the architecture, so that the rule is seen to fail. */
@NullMarked
package dev.tagwerk.proof.bad;

import org.jspecify.annotations.NullMarked;
