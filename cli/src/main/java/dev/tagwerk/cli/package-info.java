/** The tagwerk command. */
@NullMarked
package dev.tagwerk.cli;

import org.jspecify.annotations.NullMarked;
