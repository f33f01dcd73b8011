package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.cli.Tables.Cell;
import dev.tagwerk.cli.Tables.Column;
import dev.tagwerk.cli.Tables.Style;
import dev.tagwerk.cli.text.TextWidth;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TablesTest {
    private static final OptionalInt UNCUT = OptionalInt.empty();

    @Test
    void lines_wideAndCombiningCharacters_columnsStayAligned() {
        Tables table = new Tables(Column.left("task"), Column.right("count"), Column.left("host"))
                .row("日本語", "1", "a")
                .row("e\u0301a", "12,345", "")
                .row("", "", "b");

        assertThat(table.lines(UNCUT, false))
                .containsExactly("task     count  host", "日本語       1  a", "e\u0301a      12,345", "                b");
    }

    @Test
    void lines_narrowTerminal_leftColumnsAreCutAndNumbersAreNot() {
        Tables table = new Tables(Column.left("task"), Column.right("count"))
                .row("a/very/long/path/to/a/file.txt", "123,456,789");

        assertThat(table.lines(OptionalInt.of(30), false).get(1)).isEqualTo("a/very/long/path…  123,456,789");
        assertThat(table.lines(OptionalInt.of(5), false).get(1)).isEqualTo("a/very/…  123,456,789");
    }

    @Test
    void cut_wideCharacterAtTheEdge_isNotHalved() {
        assertThat(TextWidth.cut("日本語", 4)).isEqualTo("日…");
        assertThat(TextWidth.cut("日本語", 6)).isEqualTo("日本語");
        assertThat(TextWidth.of("🎉")).isEqualTo(2);
        assertThat(TextWidth.cut("abc", 0)).isEmpty();
    }

    @Test
    void cell_controlCharacters_areShownAndNotObeyed() {
        assertThat(new Cell("a\n\u001B[2J\u007F\u009B\u202Eb", Style.PLAIN).text())
                .isEqualTo("a\u240A\u241B[2J\uFFFD\uFFFD\uFFFDb");
    }

    @Test
    void lines_colours_onlyIfWanted() {
        Tables table = new Tables(Column.left("s"), Column.left("t"))
                .row(List.of(cell("failed", Style.BAD), cell("x", Style.PLAIN)));

        assertThat(table.lines(UNCUT, true).get(1)).isEqualTo("\u001B[31mfailed\u001B[0m  x");
        assertThat(table.lines(UNCUT, false).get(1)).isEqualTo("failed  x");
    }

    @Test
    void row_wrongNumberOfCells_isOurMistake() {
        assertThatThrownBy(() -> new Tables(Column.left("a")).row("1", "2"))
                .hasMessageContaining("2 cells, expected 1");
    }

    @Test
    void colours_variables_inThisOrder() {
        assertThat(Terminals.colours(Map.of(), true)).isTrue();
        assertThat(Terminals.colours(Map.of(), false)).isFalse();
        assertThat(Terminals.colours(Map.of("TERM", "dumb"), true)).isFalse();
        assertThat(Terminals.colours(Map.of("CLICOLOR", "0"), true)).isFalse();
        assertThat(Terminals.colours(Map.of("CLICOLOR_FORCE", "1"), false)).isTrue();
        assertThat(Terminals.colours(Map.of("CLICOLOR_FORCE", "0"), false)).isFalse();
        assertThat(Terminals.colours(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"), true))
                .isFalse();
        assertThat(Terminals.colours(Map.of("NO_COLOR", ""), true)).isTrue();
    }

    @Test
    void width_columnsVariable_wins() {
        assertThat(Terminals.width(Map.of("COLUMNS", "77"))).hasValue(77);
    }

    private static Cell cell(String text, Style style) {
        return new Cell(text, style);
    }
}
