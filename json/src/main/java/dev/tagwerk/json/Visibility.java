package dev.tagwerk.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import tools.jackson.databind.introspect.VisibilityChecker;

/** What belongs to a value: its fields. Getters compute things that could not be read back. */
final class Visibility {
    private Visibility() {}

    static VisibilityChecker fieldsOnly(VisibilityChecker checker) {
        return checker.withFieldVisibility(JsonAutoDetect.Visibility.ANY)
                .withGetterVisibility(JsonAutoDetect.Visibility.NONE)
                .withIsGetterVisibility(JsonAutoDetect.Visibility.NONE)
                .withSetterVisibility(JsonAutoDetect.Visibility.NONE);
    }
}
