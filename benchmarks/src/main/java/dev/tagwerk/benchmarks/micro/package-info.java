/** JMH benchmarks of the parts. */
@NullMarked
package dev.tagwerk.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
