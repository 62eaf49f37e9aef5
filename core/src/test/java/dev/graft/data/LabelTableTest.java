package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.image.Image;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tables of images as people have them.
class LabelTableTest {
    @TempDir
    Path root;

    @Test
    void twoColumnsInAnyOrder() throws IOException {
        images("p", 4);
        for (String table : List.of(
                "p/0.png,a\np/1.png,b\np/2.png,a\np/3.png,b\n",
                "a,p/0.png\nb,p/1.png\na,p/2.png\nb,p/3.png\n",
                "breed,id\na,p/0.png\nb,p/1.png\na,p/2.png\nb,p/3.png\n",
                "label\timage\na\tp/0.png\nb\tp/1.png\na\tp/2.png\nb\tp/3.png\n")) {
            assertThat(open(table).labels()).containsExactly("a", "b");
        }
    }

    /// The first row of a table without a header is an image, whatever its label is called.
    @Test
    void aLabelMayBeCalledLikeAColumn() throws IOException {
        images("p", 4);
        for (String name : List.of("image", "target", "분류")) {
            Splits<ImageSource> splits = open("p/0.png,%1$s\np/1.png,b\np/2.png,%1$s\np/3.png,b\n".formatted(name));
            assertThat(splits.labels()).containsExactlyInAnyOrder("b", name);
            assertThat(splits.all().size()).isEqualTo(4);
            assertThat(splits.understood().input()).isEqualTo("1");
        }
        assertThat(open("image,kind\np/0.png,image\np/1.png,b\np/2.png,image\np/3.png,b\n")
                        .labels())
                .containsExactly("b", "image");
    }

    @Test
    void ofMoreColumnsTheLabelIsNotGuessed() throws IOException {
        images("p", 4);
        String table = "image,width,species\np/0.png,10,a\np/1.png,11,b\np/2.png,10,a\np/3.png,11,b\n";
        assertThatThrownBy(() -> open(table))
                .hasMessage(
                        root.resolve("t.csv")
                                + ": found no column for the label among 'image'; 'width'; 'species'; specify it: --label COLUMN (and --path COLUMN for the image file)");
        ImageOptions options =
                ImageOptions.defaults().withTable(new ImageOptions.Table("auto", List.of("species"), "", false));
        Splits<ImageSource> splits = open(table, options);
        assertThat(splits.labels()).containsExactly("a", "b");
        assertThat(splits.summary().line())
                .startsWith("image from column image, label from column species; ")
                .endsWith("; not used: column width");
        assertThat(open(table, options.withTable(new ImageOptions.Table("1", List.of("3"), "", false)))
                        .labels())
                .containsExactly("a", "b");
        assertThatThrownBy(() ->
                        open(table, options.withTable(new ImageOptions.Table("auto", List.of("kind"), "", false))))
                .hasMessageContaining("--label: no column 'kind'; there are 'image'; 'width'; 'species'");
        assertThatThrownBy(() -> open("a,b,label\np/0.png,p/1.png,x\np/2.png,p/3.png,y\n"))
                .hasMessageContaining("specify it: --path COLUMN");
    }

    @Test
    void severalColumnsOfLabelsAreCalledColumns() throws IOException {
        images("p", 4);
        ImageOptions options =
                ImageOptions.defaults().withTable(new ImageOptions.Table("auto", List.of("dust", "dent"), "", false));
        assertThat(open("image,dust,dent\np/0.png,1,0\np/1.png,0,1\np/2.png,1,1\np/3.png,0,0\n", options)
                        .summary()
                        .line())
                .startsWith("image from column image, label from columns dust, dent; ");
    }

    @Test
    void aSeparatorThatSeparatesNothingIsRefusedWhereAnotherDoes() throws IOException {
        images("p", 4);
        String table = "image,labels\np/0.png,dust|dent\np/1.png,dust\np/2.png,dent|dust\np/3.png,dent\n";
        assertThatThrownBy(() -> open(table, separatedBy(";")))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("no cell has the separator ';', and labels in column labels look like several in"
                        + " one cell, such as dust|dent and dent|dust: --label-separator \"|\" separates them");
        assertThat(open(table, separatedBy("|")).labels()).containsExactly("dent", "dust");
    }

    private static ImageOptions separatedBy(String separator) {
        return ImageOptions.defaults().withTable(new ImageOptions.Table("auto", List.of("labels"), separator, false));
    }

    @ParameterizedTest
    @CsvSource({
        "p\\N.png,with / for \\",
        "p/N,with .png added",
        "N.png,in ",
        "data/sub/p/N.png,without the first 2 folders of their paths",
        "C:\\work\\p\\N.png,with / for \\",
    })
    void filesAreLookedFor(String path, String note) throws IOException {
        images("p", 4);
        StringBuilder table = new StringBuilder("path,label\n");
        for (int i = 0; i < 4; i++) {
            table.append(path.replace("N", String.valueOf(i))).append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        Splits<ImageSource> splits = open(table.toString());
        assertThat(splits.train().size() + splits.validation().size()).isEqualTo(4);
        assertThat(splits.notes())
                .anySatisfy(each -> assertThat(each).contains("found 4 files").contains(note));
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        images("p", 2);
        assertThatThrownBy(() -> open("path,label\nq/a.png,a\nq/b.png,b\n"))
                .hasMessageStartingWith(
                        root.resolve("t.csv") + ": none of the 2 files in column path exists: q/a.png; q/b.png; looked")
                .hasMessageContaining(root.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-windows-949", "UTF-16LE", "UTF-8"})
    void encodings(String code) throws IOException {
        images("p", 4);
        Charset charset = Charset.forName(code);
        String mark = charset.equals(StandardCharsets.UTF_16LE) ? "\uFEFF" : "";
        Path table = root.resolve("t.csv");
        Files.write(table, (mark + "path,label\np/0.png,개미\np/1.png,꿀벌\np/2.png,개미\np/3.png,꿀벌\n").getBytes(charset));
        assertThat(ImageData.open(table).labels()).containsExactly("개미", "꿀벌");
    }

    @Test
    void labels() throws IOException {
        images("p", 9);
        Splits<ImageSource> splits =
                open("path,label\np/0.png,1.0\np/1.png,0\np/2.png,1\u00a0\np/3.png,0.0\np/4.png,NaN\n"
                        + "path,label\np/5.png,\\N\np/6.png,1\np/7.png,\n");
        assertThat(splits.labels()).containsExactly("0", "1");
        assertThat(splits.train().size() + splits.validation().size()).isEqualTo(5);
        assertThat(splits.problems())
                .extracting(Problem::reason)
                .containsExactly(
                        "no label: NaN stands for a missing label (--keep-na makes it a class)",
                        "repeats the header",
                        "no label: \\N stands for a missing label (--keep-na makes it a class)",
                        "no label");
        Splits<ImageSource> kept = open(
                "path,label\np/0.png,None\np/1.png,crack\np/2.png,None\np/3.png,Crack\np/4.png,-\n",
                ImageOptions.defaults().withTable(new ImageOptions.Table("auto", List.of(), "", true)));
        assertThat(kept.labels()).containsExactly("-", "Crack", "None", "crack");
        assertThat(kept.notes())
                .contains(
                        "labels that differ only in case or blanks are separate classes: crack (1), Crack (1)",
                        "label - (1 image) is used as a class; if it means that there is no label, remove these rows");
    }

    @Test
    void aLabelForEachPicture() throws IOException {
        images("p", 12);
        StringBuilder table = new StringBuilder("path,label\n");
        for (int i = 0; i < 12; i++) {
            table.append("p/").append(i).append(".png,name ").append(i).append('\n');
        }
        assertThatThrownBy(() -> open(table.toString()))
                .hasMessageContaining("found 12 classes for 12 images, which is probably a mistake");
    }

    @Test
    @NeedsShared("cases/tables")
    void tablesThatWereTried() {
        for (String table : List.of(
                "backslashes/labels.csv",
                "ids-without-extension/labels.csv",
                "relative-to-project/data/labels.csv",
                "encodings/utf8.csv",
                "encodings/cp949.csv",
                "encodings/utf16.tsv")) {
            Splits<ImageSource> splits =
                    ImageData.open(Shared.path("cases/tables").resolve(table));
            assertThat(splits.labels()).hasSize(2);
            assertThat(splits.train().size() + splits.validation().size())
                    .as(table)
                    .isEqualTo(12);
        }
        assertThatThrownBy(() -> ImageData.open(Shared.path("cases/tables/four-columns/meta.csv")))
                .hasMessageContaining("--label COLUMN");
    }

    private Splits open(String table) throws IOException {
        return open(table, ImageOptions.defaults());
    }

    private Splits open(String table, ImageOptions options) throws IOException {
        return ImageData.open(Files.writeString(root.resolve("t.csv"), table), options);
    }

    private void images(String folder, int count) throws IOException {
        Files.createDirectories(root.resolve(folder));
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[4 * 3 * 3];
            Arrays.fill(pixels, (byte) i);
            ImageEncoder.write(Image.of(4, 3, 3, pixels), root.resolve(folder).resolve(i + ".png"));
        }
    }
}
