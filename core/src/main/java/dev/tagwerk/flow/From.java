package dev.tagwerk.flow;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Passes the value of another task to a parameter of a {@link Task} method, which then runs after it. A parameter of type
 * {@code Optional} gets an empty one where that task has no value.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface From {
    /** Name of the task. */
    String value();
}
