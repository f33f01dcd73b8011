/**
 * Turns what the command line is told to run, a single source file, a class or a jar, into loaded classes.
 *
 * <p>{@link dev.tagwerk.script.Target} reads the words of the user, {@link dev.tagwerk.script.Scripts} loads. Nothing here knows
 * of tasks or flows.
 *
 * <h2>Directives of a source file</h2>
 *
 * They are read as JBang reads them: a line that begins, without any space before or after the slashes, with
 * {@code //WORD}; what follows {@code " // "} in the line is a comment. They stand above the first type; {@code package} and
 * {@code import} lines may come before them. Each may come several times.
 *
 * <table>
 * <caption>Directives</caption>
 * <tr><th>Directive</th><th>Meaning</th></tr>
 * <tr><td>{@code //DEPS group:artifact:version[:classifier][@type] …}</td><td>Libraries from the repositories of the user's
 *     Maven settings, with all that they need at run time; separated by spaces, commas or semicolons. Artifacts of the group
 *     {@code dev.tagwerk} are not fetched: the running Tagwerk provides them. {@code @pom} (a list of versions) and
 *     {@code @fatjar} are refused.</td></tr>
 * <tr><td>{@code //JAVA 25}, {@code //JAVA 17+}</td><td>Exactly this Java, or this one and newer ones.</td></tr>
 * <tr><td>{@code //JAVAC_OPTIONS …}, {@code //COMPILE_OPTIONS …}</td><td>Options for the compiler, separated by spaces, quoted
 *     with {@code "} or {@code '} where they contain some.</td></tr>
 * </table>
 *
 * Everything else that looks like a directive is a comment, {@code // DEPS} and {@code //REPOS} among them.
 *
 * <h2>The order of classes</h2>
 *
 * The parent loader comes first, then the class path of the caller, then the libraries of {@code //DEPS}; it is the same order
 * when compiling and when loading, so a file is compiled against the classes that it will meet. Whoever bundles libraries into
 * the parent loader should relocate them, or scripts get those in place of their own.
 *
 * <h2>The cache</h2>
 *
 * What was compiled is kept as a jar whose name is the digest of everything that the compiler read; what was resolved is kept
 * as a list of files. Every file there appears by a rename and ends with the digest of what comes before it, so several
 * processes may share the folder, and a damaged file is made again.
 */
@NullMarked
package dev.tagwerk.script;

import org.jspecify.annotations.NullMarked;
