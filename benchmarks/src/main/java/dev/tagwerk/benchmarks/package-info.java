/** Every workload beside the least work that any program would have to do for it. */
@NullMarked
package dev.tagwerk.benchmarks;

import org.jspecify.annotations.NullMarked;
