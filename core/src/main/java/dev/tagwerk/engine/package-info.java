/** The machinery between a loop and its store: desk, worker, heartbeat, lease, waiting. */
@NullMarked
package dev.tagwerk.engine;

import org.jspecify.annotations.NullMarked;
