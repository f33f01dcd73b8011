/** Text on a terminal. */
@NullMarked
package dev.tagwerk.cli.text;

import org.jspecify.annotations.NullMarked;
