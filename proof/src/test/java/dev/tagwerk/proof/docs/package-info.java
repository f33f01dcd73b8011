/** What the documents say is so: their snippets compile, their commands print what stands below them. */
@NullMarked
package dev.tagwerk.proof.docs;

import org.jspecify.annotations.NullMarked;
