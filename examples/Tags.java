import dev.tagwerk.flow.Task;

/** Tags choose tasks; the order between those that are chosen stays, also across those that are left out. */
class Tags {
    @Task(tags = "quick")
    void compile() {}

    @Task(after = "compile")
    void test() {}

    @Task(after = "test", tags = {"quick", "release"})
    void pack() {}

    @Task(after = "pack", tags = "release")
    void upload() {}
}
