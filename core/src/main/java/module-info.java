/** Tasks, the store and its in-memory form, the engine, the shared loop, flows. */
@SuppressWarnings("module") // the testkit is built after this module
module dev.tagwerk {
    requires transitive org.slf4j;
    requires static transitive org.jspecify;

    uses dev.tagwerk.flow.ResultCodec;
    uses dev.tagwerk.store.StoreProvider;

    exports dev.tagwerk;
    exports dev.tagwerk.flow;
    exports dev.tagwerk.task;
    exports dev.tagwerk.store;
    exports dev.tagwerk.engine to
            dev.tagwerk.testkit;
}
