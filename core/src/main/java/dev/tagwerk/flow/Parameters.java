package dev.tagwerk.flow;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the record that names the parameters of a flow, with their types. Its components are filled from texts of the same
 * names; {@link Default} says what counts where none was given.
 *
 * <pre>{@code
 * @Parameters
 * record Options(int rows, @Default("out.csv") Path target, Optional<String> filter) {}
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Parameters {}
