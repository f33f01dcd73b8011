/** Pictures of graphs of tasks: as text, Mermaid, DOT, JSON and SVG. */
@NullMarked
package dev.tagwerk.cli.graph;

import org.jspecify.annotations.NullMarked;
