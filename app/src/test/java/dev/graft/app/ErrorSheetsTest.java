package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ExampleId;
import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Part;
import dev.graft.data.Target;
import dev.graft.data.Task;
import dev.graft.task.Mistake;
import dev.graft.text.Text;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorSheetsTest {
    private static final List<String> LABELS = List.of("양품", "<b>긁힘 & \"찍힘\"</b>");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Output output = new Output(
            new PrintStream(said, true, StandardCharsets.UTF_8),
            new PrintStream(said, true, StandardCharsets.UTF_8),
            false);

    private static WrongExamples wrong(Kind kind, List<?> inputs, int wrong) {
        List<Example<Object>> examples = IntStream.range(0, inputs.size())
                .mapToObj(i -> new Example<>(
                        (Object) inputs.get(i),
                        new Target.Single(0),
                        ExampleId.ofFile("lot/<i>%03d.png".formatted(i), "")))
                .toList();
        List<Mistake> mistakes = IntStream.range(0, wrong)
                .<Mistake>mapToObj(i -> new Mistake.OfClass(i, 0, 1, 0.75f, 0.25f))
                .toList();
        return new WrongExamples(
                kind, Dataset.ofClasses(examples, LABELS), mistakes, example -> Optional.of(Part.TEST));
    }

    private List<ImageSource> images(int count) throws IOException {
        Path wide = folder.resolve("wide.png");
        BufferedImage image = new BufferedImage(400, 100, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 400; x++) {
            for (int y = 0; y < 100; y++) {
                image.setRGB(x, y, x < 200 ? Color.RED.getRGB() : Color.BLUE.getRGB());
            }
        }
        ImageIO.write(image, "png", wide.toFile());
        return new ArrayList<>(Collections.nCopies(count, ImageSource.of(wide)));
    }

    @Test
    void aSheetShowsTheWholeOfEachImage() throws IOException {
        List<ImageSource> images = images(22);
        images.set(1, ImageSource.of(folder.resolve("gone.png")));
        Path sheets = folder.resolve("new/sheets");
        new ErrorSheets(sheets).write(wrong(Kind.IMAGE, images, 21), null, output);
        assertThat(sheets.toFile().list()).containsExactlyInAnyOrder("index.html", "sheet-001.png", "sheet-002.png");
        BufferedImage sheet = ImageIO.read(sheets.resolve("sheet-001.png").toFile());
        // 200 x 50 in the middle of the first place
        assertThat(new Color(sheet.getRGB(12 + 20, 12 + 100))).isEqualTo(Color.RED);
        assertThat(new Color(sheet.getRGB(12 + 180, 12 + 100))).isEqualTo(Color.BLUE);
        assertThat(new Color(sheet.getRGB(12 + 20, 12 + 60))).isNotEqualTo(Color.RED);
        assertThat(darkPixels(sheet, 212)).as("the caption").isGreaterThan(50);
        String page = Files.readString(sheets.resolve("index.html"));
        assertThat(page)
                .contains("<h1>21 of 22 images are wrong, the most certain first</h1>", "<img src=\"sheet-002.png\"")
                .contains("<td>lot/&lt;i&gt;020.png</td>", "<td>0.7500, truth 0.2500</td>")
                .doesNotContain("lot/<i>");
    }

    private static long darkPixels(BufferedImage sheet, int from) {
        return IntStream.range(0, 200 * 50)
                .filter(i -> (sheet.getRGB(12 + i % 200, from + i / 200) & 0xff) < 100)
                .count();
    }

    /// Where the machine has no font for a word, somebody is told, and the page has it.
    @Test
    void lettersThatNoFontHasAreSaid() throws IOException {
        Path sheets = folder.resolve("sheets");
        new ErrorSheets(sheets).write(wrong(Kind.IMAGE, images(1), 1), null, output);
        boolean legible = Arrays.stream(
                        GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts())
                .anyMatch(font -> font.canDisplayUpTo("양품긁힘 찍") < 0);
        assertThat(said.toString(StandardCharsets.UTF_8).contains("no font on this machine"))
                .isNotEqualTo(legible);
        assertThat(Files.readString(sheets.resolve("index.html")))
                .contains("<td>양품</td><td>&lt;b&gt;긁힘 &amp; &quot;찍힘&quot;&lt;/b&gt;</td>");
    }

    @Test
    void aLaterTimeReplacesAnEarlierOne() throws IOException {
        Path sheets = folder.resolve("sheets");
        new ErrorSheets(sheets).write(wrong(Kind.IMAGE, images(41), 41), null, output);
        Path theirs = Files.writeString(sheets.resolve("sheet-notes.txt"), "mine");
        new ErrorSheets(sheets).write(wrong(Kind.IMAGE, images(3), 2), null, output);
        assertThat(sheets.toFile().list()).containsExactlyInAnyOrder("index.html", "sheet-001.png", "sheet-notes.txt");
        assertThat(theirs).hasContent("mine");
        new ErrorSheets(sheets).write(wrong(Kind.IMAGE, images(3), 0), null, output);
        assertThat(sheets.toFile().list()).containsExactlyInAnyOrder("index.html", "sheet-notes.txt");
        assertThat(Files.readString(sheets.resolve("index.html"))).contains("none of 3 images is wrong");
    }

    @Test
    void textsAreOnAPageThatOnlyShowsThem() throws IOException {
        String hostile = "<script>alert('1')</script> & \u202e\n둘째 줄";
        List<Text> texts = List.of(Text.of(hostile), Text.pair("x".repeat(3_000), "<답>"));
        Path sheets = folder.resolve("sheets");
        new ErrorSheets(sheets).write(wrong(Kind.TEXT, texts, 2), null, output);
        assertThat(sheets.toFile().list()).containsExactly("index.html");
        assertThat(Files.readString(sheets.resolve("index.html")))
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; \\u202e\n둘째 줄")
                .contains("x".repeat(2_000) + "…\n&lt;답&gt;")
                .contains("<td>1</td><td>test</td>")
                .doesNotContain("<script", "x".repeat(2_001));
    }

    @Test
    void nothingOfTheUsersIsTouched() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> new ErrorSheets(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--error-sheets: expected a folder, found the file " + file);
        Path below = file.resolve("sheets");
        assertThatThrownBy(() -> new ErrorSheets(below)).hasMessageStartingWith("--error-sheets: " + below + " cannot");
        Path theirs = Files.createDirectories(folder.resolve("theirs"));
        Files.writeString(theirs.resolve("index.html"), "<html>\n</html>");
        assertThatThrownBy(() -> new ErrorSheets(theirs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--error-sheets: " + theirs
                        + " has other files in it; choose a folder that is empty or not there yet");
        assertThatThrownBy(() -> ErrorSheets.requireShown(Kind.TEXT, Task.REGRESSION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--errors FILE lists them");
        ErrorSheets.requireShown(Kind.IMAGE, Task.REGRESSION);
    }

    @Test
    void longWordsAreCut() {
        FontMetrics metrics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)
                .createGraphics()
                .getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        String path = "a/very/long/way/to/the/picture-of-part-0123456789.jpg";
        String end = Lettering.cut(metrics, path, 200, true);
        assertThat(end).startsWith("…").endsWith("0123456789.jpg");
        assertThat(metrics.stringWidth(end)).isLessThanOrEqualTo(200);
        assertThat(Lettering.cut(metrics, path, 200, false))
                .startsWith("a/very/long")
                .endsWith("…");
        assertThat(Lettering.cut(metrics, "short", 200, true)).isEqualTo("short");
    }

    @Test
    void captionsSayWhatIsWrong() {
        List<String> labels = List.of("a", "b", "c");
        assertThat(Caption.of(new Mistake.OfLabels(0, List.of(0), List.of(), 0, 0.125f), labels))
                .isEqualTo(new Caption("a", "none", "a 0.1250"));
        assertThat(Caption.of(new Mistake.OfNumbers(0, List.of(1.5, 2.0), List.of(2f, 1f)), List.of("x", "y")))
                .isEqualTo(new Caption("1.5, 2", "2, 1", "+0.5, -1"));
    }
}
