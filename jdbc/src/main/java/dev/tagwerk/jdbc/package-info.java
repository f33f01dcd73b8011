/** Stores in SQL databases. */
@NullMarked
package dev.tagwerk.jdbc;

import org.jspecify.annotations.NullMarked;
