/** The front door: loops over tasks that threads and processes walk together, and reading their progress. */
@NullMarked
package dev.tagwerk;

import org.jspecify.annotations.NullMarked;
