/** Contract tests and hand-driven parts for testing stores and loops. */
@NullMarked
package dev.tagwerk.testkit;

import org.jspecify.annotations.NullMarked;
