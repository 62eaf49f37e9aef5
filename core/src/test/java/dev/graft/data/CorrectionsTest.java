package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Corrections.Action;
import dev.graft.data.Corrections.Line;
import dev.graft.data.image.Image;
import dev.graft.data.text.TextData;
import dev.graft.data.text.TextOptions;
import dev.graft.text.Text;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a person decided on single examples changes what is learned from, and nothing else.
class CorrectionsTest {
    @TempDir
    Path root;

    private Path reviews = Path.of("");
    private Path photos = Path.of("");
    private Path table = Path.of("");

    @BeforeEach
    void data() throws IOException {
        reviews = Files.writeString(root.resolve("reviews.csv"), """
                text,label
                정말 좋아요,good
                아주 좋아요,good
                다시 살게요,good
                별로예요,bad
                실망했어요,bad
                최고예요,bad
                """);
        photos = root.resolve("photos");
        for (String name : List.of("bees/1", "bees/2", "bees/3", "벌레/1", "벌레/2", "벌레/3")) {
            Path file = Files.createDirectories(photos.resolve(name).getParent())
                    .resolve(name.charAt(name.length() - 1) + ".png");
            image(file, name.hashCode());
        }
        table = root.resolve("corrections.csv");
    }

    @Test
    void areReadAsTheyWereWritten() throws IOException {
        ExampleId text = new ExampleId("reviews.csv", 7, "");
        Corrections written = new Corrections(
                table.toString(),
                List.of(
                        Line.open(text, List.of("bad"), List.of("good"), "이웃 5개 중 5개, \"good\""),
                        Line.open(ExampleId.ofFile("bees/1.png", ""), List.of("a|b", "c"), List.of(), "")));
        written.write(table);

        assertThat(Files.readString(table))
                .startsWith("\uFEFFfile,row,label,action,suggested,why\nreviews.csv,7,bad,,good,");
        Corrections read = Corrections.read(table);
        assertThat(read.lines()).hasSize(2);
        assertThat(read.lines().getFirst())
                .isEqualTo(new Line(2, "reviews.csv", 7, "bad", Action.OPEN, "good", "이웃 5개 중 5개, \"good\""));
        assertThat(read.lines().getLast().label()).isEqualTo("a\\|b|c");
        assertThat(read.decided().lines()).isEmpty();
    }

    @Test
    void changeLabelsOfTextsAndLeaveSomeOut() throws IOException {
        write(
                "reviews.csv,7,bad,relabel,good,\nreviews.csv,2,good,DROP,,\nreviews.csv,3,good,keep,,\nreviews.csv,4,good,,bad,");
        Splits<Text> data = texts();
        assertThat(labels(data)).isEqualTo(Map.of(3, "good", 4, "good", 5, "bad", 6, "bad", 7, "good"));
        assertThat(data.notes()).contains(table + ": 1 label changed, 1 text left out");
    }

    @Test
    void changeLabelsOfImagesHoweverTheirNamesAreComposed() throws IOException {
        write(Normalizer.normalize("벌레\\1.png", Normalizer.Form.NFD) + ",,,relabel,bees,\nbees/2.png,,bees,drop,,");
        Splits<ImageSource> data = images();
        assertThat(data.all().counts()).containsExactly(3, 2);
        assertThat(data.notes()).contains(table + ": 1 label changed, 1 image left out");
        assertThat(data.all().examples())
                .filteredOn(example -> example.id().file().equals("벌레/1.png"))
                .extracting(Example::label)
                .containsExactly(data.labels().indexOf("bees"));
    }

    /// A class that was written wrongly goes into the right one, and is none any more.
    @Test
    void aClassMayBecomeEmpty() throws IOException {
        Path folder = Files.createDirectories(photos.resolve("bee"));
        image(folder.resolve("4.png"), 77);
        write("bee/4.png,,bee,relabel,bees,");
        Splits<ImageSource> data = images();
        assertThat(data.labels()).containsExactly("bees", "벌레");
        assertThat(data.notes()).contains(table + ": 1 label changed, 0 images left out; nothing is left of bee");
    }

    @Test
    void areDividedAfterwards() throws IOException {
        write("bees/3.png,,bees,drop,,\nbees/2.png,,bees,drop,,");
        assertThat(images().train().counts()).containsExactly(1, 2);
        assertThat(images().validation().counts()).containsExactly(0, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    reviews.csv,77,bad,drop,,            | 2: there is no example reviews.csv line 77 in
                    review.csv,7,bad,drop,,              | 2: there is no example review.csv line 7 in
                    review.csv,7,bad,drop,,              | did you mean reviews.csv line 7?
                    reviews.csv,7,good,drop,,            | 2: reviews.csv line 7: expected the label 'good' in the data, found 'bad'; correct the line
                    reviews.csv,7,good,relabel,bad,      | found 'bad'; it is corrected there already: remove the line
                    reviews.csv,7,bad,relable,good,      | 2: expected keep, drop, relabel or nothing in column action, found 'relable'; did you mean 'relabel'?
                    reviews.csv,7,bad,relabel,,          | 2: relabel: expected the right label in column suggested, found nothing
                    reviews.csv,7,bad,relabel,goood,     | 2: no example has the label 'goood'; did you mean 'good'?
                    reviews.csv,7,bad,relabel,neutral,   | 2: no example has the label 'neutral'; expected one of bad; good; a new class begins with
                    reviews.csv,seven,bad,drop,,         | 2: expected the line of a table in column row, or nothing, found 'seven'
                    ,7,bad,drop,,                        | 2: no example in column file
                    """)
    void whatFitsNothingIsSaidInOneLine(String line, String said) throws IOException {
        write(line);
        assertThatThrownBy(this::texts)
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(table.toString())
                .hasMessageContaining(said.strip())
                .hasMessageNotContaining("\n");
    }

    @Test
    void oneExampleIsDecidedOnOnce() throws IOException {
        write("reviews.csv,7,bad,drop,,\nreviews.csv,5,bad,keep,,\nreviews.csv,7,bad,,,\nreviews.csv,7,bad,drop,,");
        assertThat(labels(texts())).hasSize(5);
        write("reviews.csv,7,bad,drop,,\nreviews.csv,7,,relabel,good,");
        assertThatThrownBy(this::texts)
                .hasMessage(table + " line 3: reviews.csv line 7: 'relabel good', but line 2 says 'drop'; keep one of"
                        + " them");
    }

    /// An image that stands twice in a table, with two labels, is two examples.
    @Test
    void ofTwoLabelsOfOneFileTheOneIsMeantThatIsSaid() throws IOException {
        Path images = Files.writeString(
                root.resolve("images.csv"),
                "image,label\nphotos/bees/1.png,a\nphotos/bees/1.png,b\nphotos/bees/2.png,a\nphotos/bees/3.png,b\n"
                        + "photos/벌레/1.png,a\nphotos/벌레/2.png,b\n");
        write("photos/bees/1.png,,b,drop,,");
        Splits<ImageSource> data =
                ImageData.open(images, ImageOptions.defaults().withSplit(options()));
        assertThat(data.all().counts()).containsExactly(3, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A|C", "A;C", "C,A"})
    void severalLabelsMayBeWrittenAsPeopleDo(String suggested) throws IOException {
        Path data = Files.writeString(root.resolve("several.csv"), "text,labels\na,A+B\nb,B\nc,C\nd,A\ne,\nf,C\n");
        write("several.csv,2,B|A,relabel,\"" + suggested + "\",\nseveral.csv,3,B,drop,,\nseveral.csv,6,,relabel,B,");
        Splits<Text> read = TextData.open(
                data, TextOptions.defaults().withLabelSeparator("+").withSplit(options()));
        assertThat(labels(read)).containsEntry(2, "A C").containsEntry(6, "B").doesNotContainKey(3);
    }

    @Test
    void numbersAreComparedAsTheyAreLearned() throws IOException {
        Path data = Files.writeString(root.resolve("grades.csv"), "text,grade\na,1.123456789012\nb,2\nc,3\nd,4\ne,5\n");
        write("grades.csv,2,1.12345678901,relabel,7.5,\ngrades.csv,3,2.0,drop,,");
        SplitOptions split = options().withTask(Task.REGRESSION);
        Splits<Text> read = TextData.open(data, TextOptions.defaults().withSplit(split));
        assertThat(labels(read)).containsEntry(2, "7.5").doesNotContainKey(3);
        write("grades.csv,2,,relabel,much,");
        SplitOptions other = options().withTask(Task.REGRESSION);
        assertThatThrownBy(() -> TextData.open(data, TextOptions.defaults().withSplit(other)))
                .hasMessage(table + " line 2: expected 1 number in column suggested, found 'much'");
    }

    /// With its own separator, in its own code, with a line that says what separates.
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "x-windows-949", "UTF-16"})
    void spreadsheetsMaySaveThemTheirWay(String code) throws IOException {
        Charset charset = Charset.forName(code);
        String begin = charset.equals(StandardCharsets.UTF_8) ? "\uFEFF" : "";
        Files.writeString(
                table,
                begin + "sep=;\r\nFile;Row;Label;Action;Suggested;Why\r\n벌레/1.png;;벌레;Drop;;\"하나, 둘; 셋\"\r\n",
                charset);
        assertThat(images().all().counts()).containsExactly(3, 2);
    }

    @Test
    void otherTablesAreNone() throws IOException {
        assertThatThrownBy(() -> Corrections.read(reviews))
                .hasMessage(
                        reviews + ": expected the columns file, row, label, action, suggested, why, found text, label");
        assertThatThrownBy(() -> Corrections.read(root.resolve("gone.csv"))).isInstanceOf(DataException.class);
        Files.writeString(table, "file,row,label,action,suggested,why\n");
        assertThat(texts().notes())
                .contains(table + ": nothing changed; a line says it with drop or relabel in column action");
    }

    /// Who knows the parts finds out by them what is missing.
    @Test
    void whereThePartsAreKnownLinesThatFitNothingArePassedOver() throws IOException {
        write("reviews.csv,7,bad,relabel,good,");
        PartsTable parts = texts().table();
        SplitOptions known = options().withKnownParts(parts);
        Files.writeString(reviews, Files.readString(reviews).replace("최고예요,bad", "최고예요,good"));
        assertThat(labels(TextData.open(reviews, TextOptions.defaults().withSplit(known))))
                .containsEntry(7, "good");
    }

    @Test
    void tellWhetherTheirTableHasChanged() throws IOException {
        write("reviews.csv,7,bad,relabel,good,\nreviews.csv,2,good,,bad,");
        Corrections then = Corrections.read(table).decided();
        assertThat(then.changedSince()).isEmpty();
        write("reviews.csv,2,good,keep,bad,\nreviews.csv,7,bad,relabel,good,why not");
        assertThat(then.changedSince()).isEmpty();
        write("reviews.csv,7,bad,drop,good,");
        assertThat(then.changedSince())
                .contains(table + " has changed since the run was started, which goes on with the 1 correction of then;"
                        + " start a new run to use it");
        Files.delete(table);
        assertThat(then.changedSince()).isEmpty();
        assertThat(Corrections.NONE.changedSince()).isEmpty();
    }

    private static void image(Path file, int seed) throws IOException {
        byte[] pixels = new byte[4 * 4 * 3];
        new Random(seed).nextBytes(pixels);
        ImageEncoder.write(Image.of(4, 4, 3, pixels), file);
    }

    private void write(String lines) throws IOException {
        Files.writeString(table, "file,row,label,action,suggested,why\n" + lines + "\n");
    }

    private SplitOptions options() {
        return SplitOptions.DEFAULT.withCorrections(Corrections.read(table));
    }

    private Splits<Text> texts() {
        return TextData.open(reviews, TextOptions.defaults().withSplit(options()));
    }

    private Splits<ImageSource> images() {
        return ImageData.open(photos, ImageOptions.defaults().withSplit(options()));
    }

    /// By line.
    private static Map<Integer, String> labels(Splits<Text> data) {
        Map<Integer, String> labels = new TreeMap<>();
        data.all()
                .examples()
                .forEach(example -> labels.put(
                        example.id().row(), String.join(" ", example.target().names(data.labels()))));
        return labels;
    }
}
