package dev.tagwerk.script;

import java.nio.file.Path;
import java.util.List;

/** Finds the files of artifacts, and of all that they need at run time. */
interface Resolver {
    /**
     * The files, in the order of a class path.
     *
     * @throws ScriptException if one cannot be found; the message names it and the cause, not the file that demands it
     */
    List<Path> resolve(List<Coordinate> coordinates);
}
