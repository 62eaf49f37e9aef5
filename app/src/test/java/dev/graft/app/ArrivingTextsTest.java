package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.text.TextLines;
import dev.graft.text.Text;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ArrivingTextsTest {
    @Test
    void aLineIsGivenWhileTheNextIsNotYetWritten() throws IOException {
        try (PipedOutputStream out = new PipedOutputStream();
                TextLines lines = TextLines.of(openedBy(out, "좋다\n"), "standard input");
                Stream<Text> texts = lines.stream()) {
            ArrivingTexts arriving = new ArrivingTexts(texts.iterator());
            assertThat(arriving.next()).containsExactly(Text.of("좋다"));

            out.write("나쁘다\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            assertThat(arriving.next()).containsExactly(Text.of("나쁘다"));

            out.close();
            assertThat(arriving.hasNext()).isFalse();
            assertThat(arriving.hasNext()).isFalse();
        }
    }

    private static PipedInputStream openedBy(PipedOutputStream out, String first) throws IOException {
        PipedInputStream in = new PipedInputStream(out);
        out.write(first.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return in;
    }

    @Test
    void allTextsComeInTheirOrder() {
        List<Text> texts = IntStream.range(0, 20_000)
                .mapToObj(i -> Text.of(Integer.toString(i)))
                .toList();
        List<Text> found = new ArrayList<>();
        new ArrivingTexts(texts.iterator()).forEachRemaining(found::addAll);
        assertThat(found).isEqualTo(texts);
    }

    @Test
    void whatCannotBeReadIsToldAfterTheTextsBefore() {
        Stream<Text> broken = Stream.of("a", "b", "c").map(line -> {
            if (line.equals("c")) {
                throw new IllegalStateException("line 3");
            }
            return Text.of(line);
        });
        ArrivingTexts arriving = new ArrivingTexts(broken.iterator());
        List<Text> found = new ArrayList<>();
        assertThatThrownBy(() -> arriving.forEachRemaining(found::addAll)).hasMessage("line 3");
        assertThat(found).containsExactly(Text.of("a"), Text.of("b"));
    }
}
