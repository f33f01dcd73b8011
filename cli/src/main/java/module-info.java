/** The tagwerk command. */
module dev.tagwerk.cli {
    requires dev.tagwerk;
    requires dev.tagwerk.jdbc;
    requires dev.tagwerk.json;
    requires dev.tagwerk.script;
    requires info.picocli;
    requires org.jline.terminal;
    requires tools.jackson.core;
    requires static org.jspecify;

    uses dev.tagwerk.flow.ResultCodec;

    // picocli fills the options through reflection.
    opens dev.tagwerk.cli to
            info.picocli;
}
