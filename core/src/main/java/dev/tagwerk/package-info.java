/** The front doors: the shared loop, and the monitor that watches it. */
@NullMarked
package dev.tagwerk;

import org.jspecify.annotations.NullMarked;
