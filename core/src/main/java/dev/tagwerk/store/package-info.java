/** Where progress lives: the store interface, the decisions every store shares, the in-memory store. */
@NullMarked
package dev.tagwerk.store;

import org.jspecify.annotations.NullMarked;
