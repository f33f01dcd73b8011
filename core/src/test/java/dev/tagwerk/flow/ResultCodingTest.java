package dev.tagwerk.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for every codec; results as JSON are tested beside the codec for JSON. */
class ResultCodingTest {
    private static final ClassLoader LOADER = ResultCodingTest.class.getClassLoader();

    @Test
    void encode_withoutCodec_namesTheArtifactToAdd() {
        ResultCoding coding = ResultCoding.found(LOADER);

        assertThatThrownBy(() -> coding.encode("a", null))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("dev.tagwerk:tagwerk-json");
        assertThatThrownBy(() -> coding.decode(new Encoding("json;java.lang.String", new byte[0]), null, LOADER))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("\"json\"")
                .hasMessageContaining("dev.tagwerk:tagwerk-json");
    }

    @Test
    void encode_codecThatLoses_isCaught() {
        ResultCoding coding = ResultCoding.with(new Text(8));

        assertThat(coding.decode(coding.encode("short", null), null, LOADER)).isEqualTo("short");
        assertThatThrownBy(() -> coding.encode("much too long", null))
                .isInstanceOf(ResultException.class)
                .hasMessage("the result cannot be stored as text, as java.lang.String: much too long would come back as"
                        + " much too");
    }

    @Test
    void encode_codecThatThrows_givesItsReason() {
        ResultCoding coding = ResultCoding.with(new Text(8));

        assertThatThrownBy(() -> coding.encode(List.of(1), null))
                .isInstanceOf(ResultException.class)
                .hasMessage("the result cannot be stored as text, as java.util.List<java.lang.Integer>: only text")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void encode_endlessNesting_isRefused() {
        ResultCoding coding = ResultCoding.with(new Text(8));
        List<Object> inner = List.of();
        for (int i = 0; i < 100_000; i++) {
            inner = List.of(inner);
        }
        List<Object> deep = inner;

        assertThatThrownBy(() -> coding.encode(deep, null))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("nested too deep");
    }

    /** A codec for text up to a length, which it keeps to itself. */
    private record Text(int length) implements ResultCodec {
        @Override
        public String name() {
            return "text";
        }

        @Override
        public byte[] encode(@Nullable Object value, Type type) throws IOException {
            if (!(value instanceof String text)) {
                throw new IOException("only text");
            }
            return text.substring(0, Math.min(length, text.length())).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] bytes, Type type) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
