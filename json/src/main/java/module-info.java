/** Results of tasks as JSON. */
module dev.tagwerk.json {
    requires transitive dev.tagwerk;
    requires com.fasterxml.jackson.annotation;
    requires tools.jackson.core;
    requires transitive tools.jackson.databind;
    requires static org.jspecify;

    exports dev.tagwerk.json;

    provides dev.tagwerk.flow.ResultCodec with
            dev.tagwerk.json.JacksonCodec;
}
