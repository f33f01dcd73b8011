/** Results of tasks as JSON, by Jackson. */
@NullMarked
package dev.tagwerk.json;

import org.jspecify.annotations.NullMarked;
