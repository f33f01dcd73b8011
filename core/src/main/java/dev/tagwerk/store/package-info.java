/**
 * The store: the records it keeps, the primitives that every store brings, the exchange and its decisions written
 * once over them, and the store in memory.
 */
@NullMarked
package dev.tagwerk.store;

import org.jspecify.annotations.NullMarked;
