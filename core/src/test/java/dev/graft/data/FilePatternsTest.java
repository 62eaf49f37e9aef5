package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.image.Image;
import dev.graft.data.text.TextData;
import dev.graft.data.text.TextOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilePatternsTest {
    @TempDir
    private Path data = Path.of("");

    @BeforeEach
    void draw() throws IOException {
        int value = 0;
        for (String name : List.of("1.png", "2.PNG", "3_mask.png", "thumbs/1.png", "deep/er/4.png")) {
            for (String label : List.of("ants", "bees")) {
                write(data.resolve(label).resolve(name), value++);
            }
        }
    }

    private static void write(Path file, int value) throws IOException {
        Files.createDirectories(file.getParent());
        Image image = Image.black(8, 8, 3);
        Arrays.fill(image.pixels(), (byte) value);
        Files.write(file, ImageEncoder.png(image));
    }

    /// The names of what is read of the bees.
    private List<String> read(FilePatterns patterns) {
        return ImageData.open(data, ImageOptions.defaults().withFiles(patterns)).all().examples().stream()
                .map(example -> example.id().toString().replaceFirst(" .*", ""))
                .filter(name -> name.startsWith("bees/"))
                .map(name -> name.substring("bees/".length()))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            *_mask.png          ; 1.png, 2.PNG, deep/er/4.png, thumbs/1.png
            *_MASK.*            ; 1.png, 2.PNG, deep/er/4.png, thumbs/1.png
            1.png               ; 2.PNG, 3_mask.png, deep/er/4.png
            thumbs/             ; 1.png, 2.PNG, 3_mask.png, deep/er/4.png
            bees/thumbs/        ; 1.png, 2.PNG, 3_mask.png, deep/er/4.png
            */thumbs/*          ; 1.png, 2.PNG, 3_mask.png, deep/er/4.png
            **/{deep,thumbs}/** ; 1.png, 2.PNG, 3_mask.png
            **/bees/1.png       ; 2.PNG, 3_mask.png, deep/er/4.png, thumbs/1.png
            /bees/[1-3]*        ; deep/er/4.png, thumbs/1.png
            ants/**             ; 1.png, 2.PNG, 3_mask.png, deep/er/4.png, thumbs/1.png
            """)
    void whatIsExcludedIsLeftOut(String pattern, String left) {
        assertThat(String.join(", ", readAlone(new FilePatterns(List.of(), List.of(pattern)))))
                .isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            *.png         ; 1.png, 2.PNG, 3_mask.png, deep/er/4.png, thumbs/1.png
            [12].png      ; 1.png, 2.PNG, thumbs/1.png
            deep/         ; deep/er/4.png
            */*.png       ; 1.png, 2.PNG, 3_mask.png
            """)
    void onlyWhatIsIncludedIsRead(String pattern, String left) {
        assertThat(String.join(", ", readAlone(new FilePatterns(List.of(pattern), List.of()))))
                .isEqualTo(left);
    }

    /// Also where only one class is left, which nothing can be trained on.
    private List<String> readAlone(FilePatterns patterns) {
        FileFilter filter = new FileFilter(data, patterns);
        return PartFolders.below(data.resolve("bees")).stream()
                .filter(filter::takes)
                .map(file -> data.resolve("bees").relativize(file).toString().replace('\\', '/'))
                .sorted()
                .toList();
    }

    @Test
    void bothTogetherAndCounted() {
        FilePatterns patterns = new FilePatterns(List.of("?.png", "3*"), List.of("*_mask.png", "thumbs/"));
        assertThat(read(patterns)).containsExactly("1.png", "2.PNG", "deep/er/4.png");
        Splits<ImageSource> found = ImageData.open(data, ImageOptions.defaults().withFiles(patterns));
        assertThat(found.passedOver()).isEqualTo(Map.of("--exclude", 4));
        assertThat(found.problems()).isEmpty();
        assertThat(found.summary().line()).endsWith("; left out: 4 by --exclude");
        assertThat(ImageData.open(
                                data, ImageOptions.defaults().withFiles(new FilePatterns(List.of("1.png"), List.of())))
                        .summary()
                        .line())
                .endsWith("; left out: 6 by --include");
    }

    @Test
    void namesAreTheSameInBothFormsOfUnicode() throws IOException {
        write(data.resolve("bees").resolve(Normalizer.normalize("흠집.png", Normalizer.Form.NFD)), 99);
        assertThat(read(new FilePatterns(List.of(), List.of("흠집.*")))).hasSize(5);
    }

    @Test
    void aClassOfWhichNothingIsLeftIsNone() throws IOException {
        write(data.resolve("wasps/old.png"), 50);
        Splits<ImageSource> found =
                ImageData.open(data, ImageOptions.defaults().withFiles(new FilePatterns(List.of(), List.of("old*"))));
        assertThat(found.labels()).containsExactly("ants", "bees");
        assertThat(found.notes())
                .anyMatch(note -> note.startsWith("ignored wasps: it contains no images that are not left out"));
    }

    @Test
    void aPatternThatMatchesNothingIsMentioned() {
        assertThat(ImageData.open(
                                data,
                                ImageOptions.defaults().withFiles(new FilePatterns(List.of(), List.of("*_maks*"))))
                        .notes())
                .contains("no image matches --exclude *_maks*");
    }

    @Test
    void nothingLeftIsOneLine() {
        assertThatThrownBy(() -> ImageData.open(
                        data, ImageOptions.defaults().withFiles(new FilePatterns(List.of("*.jpg"), List.of("1*")))))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        data + ": expected images, found none but what is left out: 4 by --exclude, 6 by --include");
    }

    @Test
    void partsAreReadByTheSamePatterns() throws IOException {
        Path parts = data.resolve("../parts-" + data.getFileName()).normalize();
        for (String part : List.of("train", "val")) {
            for (String label : List.of("ants", "bees", "wasps")) {
                write(parts.resolve(part).resolve(label).resolve("a.png"), 1 + part.length() + label.hashCode());
                write(parts.resolve(part).resolve(label).resolve("b.png"), 2 + part.length() + label.hashCode());
            }
        }
        Splits<ImageSource> found = ImageData.open(
                parts, ImageOptions.defaults().withFiles(new FilePatterns(List.of(), List.of("b.png", "wasps/"))));
        assertThat(found.labels()).containsExactly("ants", "bees");
        assertThat(found.train().size()).isEqualTo(2);
        assertThat(found.validation().size()).isEqualTo(2);
        assertThat(found.passedOver()).isEqualTo(Map.of("--exclude", 8));
    }

    @Test
    void textsInFilesToo() throws IOException {
        Path texts = data.resolve("texts");
        for (String label : List.of("good", "bad")) {
            Files.createDirectories(texts.resolve(label));
            for (int i = 0; i < 3; i++) {
                Files.writeString(texts.resolve(label).resolve(i + ".txt"), label + " film " + i);
            }
            Files.writeString(texts.resolve(label).resolve("readme.txt"), "made in May");
        }
        TextOptions options = TextOptions.defaults().withFiles(new FilePatterns(List.of(), List.of("README*")));
        assertThat(TextData.open(texts, options).all().size()).isEqualTo(6);
        assertThat(TextData.open(texts, options).summary().line()).endsWith("left out: 2 by --exclude");
    }

    @Test
    void rowsOfATableAreNoFiles() throws IOException {
        Path table = Files.writeString(data.resolve("labels.csv"), "path,label\nbees/1.png,a\nants/1.png,b\n");
        FilePatterns patterns = new FilePatterns(List.of("*.png"), List.of());
        assertThatThrownBy(() -> ImageData.open(table, ImageOptions.defaults().withFiles(patterns)))
                .hasMessageContaining("choose among the files of a folder, found a table");
        assertThatThrownBy(() -> TextData.open(table, TextOptions.defaults().withFiles(patterns)))
                .hasMessageContaining("choose among the files of a folder, found a table");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[", "{a"})
    void whatIsNoPatternIsRefused(String pattern) {
        assertThatThrownBy(() -> new FilePatterns(List.of(), List.of(pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("exclude: expected a pattern such as *.jpg, found ");
    }
}
