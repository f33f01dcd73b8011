/** Turns what the command line is told to run into loaded classes. */
module dev.tagwerk.script {
    requires eu.maveniverse.maven.mima.context;
    requires java.compiler;
    requires java.xml;
    requires org.apache.maven.resolver;
    requires org.apache.maven.resolver.util;
    requires static jdk.compiler; // a Java without it still loads what is compiled already
    requires static transitive org.jspecify;

    exports dev.tagwerk.script;
}
