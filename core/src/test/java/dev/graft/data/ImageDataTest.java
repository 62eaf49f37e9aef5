package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.image.Image;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageDataTest {
    @TempDir
    Path root;

    private int made;

    @Test
    void classFolders() throws IOException {
        images("bees", 10);
        images("ants/deeper", 5);
        Splits<ImageSource> splits = ImageData.open(root);
        assertThat(splits.layout()).isEqualTo("class folders");
        assertThat(splits.labels()).containsExactly("ants", "bees");
        assertThat(splits.train().counts()).containsExactly(4, 8);
        assertThat(splits.validation().counts()).containsExactly(1, 2);
        assertThat(splits.test()).isEmpty();
        assertThat(splits.problems()).isEmpty();
        assertThat(splits.notes()).containsExactly("split off 3 images for validation (20% of each class, seed 0)");
    }

    @Test
    void theSplitDependsOnTheSeedAlone() throws IOException {
        images("a", 20);
        images("b", 20);
        ImageOptions half = ImageOptions.defaults().withValidationFraction(0.5);
        List<String> first = names(ImageData.open(root, half).validation());
        assertThat(names(ImageData.open(root, half).validation())).isEqualTo(first);
        assertThat(names(ImageData.open(root, half.withSeed(1)).validation())).isNotEqualTo(first);
        assertThat(names(ImageData.open(root, half).train()))
                .doesNotContainAnyElementsOf(first)
                .hasSize(20);
    }

    @ParameterizedTest
    @EnumSource(ImageOptions.Check.class)
    void partsAndWhatLiesAround(ImageOptions.Check check) throws IOException {
        images("train/ants", 3);
        images("train/bees", 3);
        images("validation/ants", 1);
        images("validation/bees", 2);
        images("test/bees", 2);
        Files.writeString(root.resolve("train/ants/notes.txt"), "taken in May");
        Files.writeString(root.resolve("train/ants/.DS_Store"), "x");
        Files.createDirectories(root.resolve("train/.ipynb_checkpoints"));
        Files.writeString(root.resolve("train/bees/broken.jpg"), "not an image");
        Files.move(root.resolve("train/bees/" + made(4)), root.resolve("train/bees/wrong.txt"));
        byte[] png = ImageEncoder.png(image(99));
        Files.write(root.resolve("train/ants/cut.png"), Arrays.copyOf(png, png.length - 20));
        Splits<ImageSource> splits =
                ImageData.open(root, ImageOptions.defaults().withCheck(check));
        assertThat(splits.layout()).isEqualTo("folders of class folders");
        assertThat(splits.train().counts()).containsExactly(3, 3);
        assertThat(splits.validation().counts()).containsExactly(1, 2);
        assertThat(splits.test().orElseThrow().counts()).containsExactly(0, 2);
        assertThat(splits.problems()).hasSize(2);
        assertThat(splits.problems().get(0).where()).endsWith("cut.png");
        assertThat(splits.problems().get(0).reason()).isEqualTo("the file is cut off: no IEND chunk");
        assertThat(splits.problems().get(1).reason()).startsWith("not an image: expected JPEG");
        assertThat(splits.notes()).containsExactly("ignored 1 file that is not an image", "no image to test in ants");

        DataSummary summary = splits.summary();
        assertThat(summary.counts().get("test")).isEqualTo(Map.of("ants", 0, "bees", 2));
        assertThat(summary.total("train")).isEqualTo(6);
        assertThat(summary.skipped()).hasSize(2);

        assertThatThrownBy(() -> ImageData.open(root, ImageOptions.defaults().withStrict(true)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("2 images cannot be used: ")
                .hasMessageContaining("broken.jpg: not an image");
    }

    @Test
    void theTestPartMayBeTheValidationPart() throws IOException {
        images("train/ants", 5);
        images("train/bees", 5);
        images("test/ants", 2);
        images("test/bees", 3);
        ImageOptions options = ImageOptions.defaults().withTestForValidation(true);
        Splits<ImageSource> splits = ImageData.open(root, options);
        assertThat(splits.train().counts()).containsExactly(5, 5);
        assertThat(splits.validation().counts()).containsExactly(2, 3);
        assertThat(splits.test()).isEmpty();
        assertThat(splits.splitOff()).isFalse();
        assertThat(splits.notes()).containsExactly("the test part is used for validation: nothing is kept for the end");

        images("val/bees", 1);
        Splits<ImageSource> withTheirOwn = ImageData.open(root, options);
        assertThat(withTheirOwn.validation().counts()).containsExactly(0, 1);
        assertThat(withTheirOwn.test().orElseThrow().counts()).containsExactly(2, 3);
    }

    @Test
    void withoutATestPartValidationIsSplitOffAllTheSame() throws IOException {
        images("ants", 5);
        images("bees", 5);
        assertThat(ImageData.open(root, ImageOptions.defaults().withTestForValidation(true))
                        .validation()
                        .counts())
                .containsExactly(1, 1);
    }

    @Test
    void aFewOfEachClass() throws IOException {
        images("train/ants", 5);
        images("train/bees", 2);
        images("val/ants", 4);
        images("test/bees", 4);
        Splits<ImageSource> whole = ImageData.open(root);
        Splits<ImageSource> few = whole.atMost(3);
        assertThat(few.train().counts()).containsExactly(3, 2);
        assertThat(few.validation().counts()).containsExactly(3, 0);
        assertThat(few.test().orElseThrow().counts()).containsExactly(0, 3);
        assertThat(names(few.train())).isSubsetOf(names(whole.train()));
        assertThat(few.labels()).isEqualTo(whole.labels());
        assertThatThrownBy(() -> whole.atMost(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("examples per class: expected at least 1, found 0");
    }

    @Test
    void aClassMayBeCalledTrain() throws IOException {
        images("train", 3);
        images("car", 3);
        assertThat(ImageData.open(root).labels()).containsExactly("car", "train");
    }

    @Test
    void damageInTheMiddleIsFoundByDecoding() throws IOException {
        images("a", 4);
        images("b", 4);
        byte[] damaged = ImageEncoder.png(image(50));
        Arrays.fill(damaged, damaged.length / 2, damaged.length / 2 + 30, (byte) 0);
        Files.write(root.resolve("a/damaged.png"), damaged);
        Splits<ImageSource> splits = ImageData.open(root);
        assertThat(splits.problems()).hasSize(1);
        assertThat(splits.problems().getFirst().reason()).contains("the file is damaged");
    }

    @Test
    void duplicatesAreMentioned() throws IOException {
        images("train/a", 3);
        images("train/b", 3);
        images("val/a", 1);
        images("val/b", 1);
        Files.copy(root.resolve("train/a/" + made(0)), root.resolve("val/a/again.png"));
        Files.copy(root.resolve("train/a/" + made(1)), root.resolve("train/b/other.png"));
        List<String> notes = ImageData.open(root).notes();
        assertThat(notes).hasSize(2);
        assertThat(notes.get(0))
                .startsWith("1 image for validation or test also in training")
                .contains("again.png");
        assertThat(notes.get(1))
                .startsWith("1 image to train on twice with different labels")
                .contains("other.png");
    }

    @Test
    void anImageThatTwoTablesNameIsMentionedOnce() throws IOException {
        images("p", 4);
        StringBuilder rows = new StringBuilder("image,label\n");
        for (int i = 0; i < 4; i++) {
            rows.append("p/%s,%s\n".formatted(made(i), i % 2 == 0 ? "a" : "b"));
        }
        Path all = Files.writeString(root.resolve("all.csv"), rows);
        Path held = Files.writeString(root.resolve("held.csv"), "image,label\np/%s,a\n".formatted(made(2)));
        ImageOptions options = ImageOptions.defaults().withSplit(SplitOptions.DEFAULT.withParts(held, null));
        assertThat(ImageData.open(all, options).notes())
                .anySatisfy(note -> assertThat(note).endsWith("look better than it is: p/" + made(2)));
    }

    @Test
    void whatCannotBeTrainedOn() throws IOException {
        assertThatThrownBy(() -> ImageData.open(root.resolve("nowhere")))
                .hasMessageContaining("no such file or folder");
        assertThatThrownBy(() -> ImageData.open(root)).hasMessageContaining("expected one folder per class");
        images("a", 2);
        assertThatThrownBy(() -> ImageData.open(root)).hasMessageContaining("at least two classes, found only a");
        Files.createDirectories(root.resolve("b"));
        assertThatThrownBy(() -> ImageData.open(root))
                .hasMessageContaining("at least two classes, found only a")
                .hasMessageContaining("ignored b: it contains no images, so it is not a class");
        Files.writeString(root.resolve("b/x.jpg"), "nothing");
        assertThatThrownBy(() -> ImageData.open(root)).hasMessageContaining("x.jpg: not an image");
    }

    @Test
    void aClassOnlyInValidationIsAnError() throws IOException {
        images("train/a", 2);
        images("train/b", 2);
        images("val/c", 1);
        assertThatThrownBy(() -> ImageData.open(root))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("label c is in the validation part but not in the training part, which has a; b");
    }

    @Test
    void onePictureInEachClassIsTooFew() throws IOException {
        images("a", 1);
        images("b", 1);
        assertThatThrownBy(() -> ImageData.open(root)).hasMessageContaining("a single image");
        images("b", 1);
        Splits<ImageSource> splits = ImageData.open(root);
        assertThat(splits.train().counts()).containsExactly(1, 1);
        assertThat(splits.notes()).contains("no image for validation in a");
    }

    @Test
    void tables() throws IOException {
        images("photos", 6);
        Path table = root.resolve("labels.csv");
        Files.writeString(table, """
                \uFEFFid,Label,filename,split
                1,dog,photos/0.png,train
                2,"cat, small",photos/1.png,train
                3,dog,photos/2.png,val
                4,"cat, small",photos/3.png,valid
                5,dog,photos/4.png,test
                6,dog,photos/missing.png,train
                7,,photos/5.png,train
                """);
        Splits<ImageSource> splits = ImageData.open(table);
        assertThat(splits.labels()).containsExactly("cat, small", "dog");
        assertThat(splits.train().counts()).containsExactly(1, 1);
        assertThat(splits.validation().counts()).containsExactly(1, 1);
        assertThat(splits.test().orElseThrow().counts()).containsExactly(0, 1);
        assertThat(splits.problems())
                .containsExactly(
                        new Problem("labels.csv line 7", "no such file: photos/missing.png"),
                        new Problem("labels.csv line 8", "no label"));

        Path tabs = root.resolve("labels.tsv");
        Files.writeString(tabs, "photos/0.png\t10\nphotos/1.png\t9\nphotos/2.png\t10\nphotos/3.png\t9\n");
        Splits<ImageSource> plain = ImageData.open(tabs);
        assertThat(plain.labels()).containsExactly("9", "10");
        assertThat(plain.train().size() + plain.validation().size()).isEqualTo(4);
        assertThat(plain.summary().line()).startsWith("image from column 1, label from column 2; ");

        Files.writeString(table, "file,label,split\nphotos/0.png,a,holdout\n");
        assertThatThrownBy(() -> ImageData.open(table))
                .hasMessageContaining("expected train, val or test, found 'holdout'");
        Files.writeString(table, "");
        assertThatThrownBy(() -> ImageData.open(table)).hasMessageContaining("the table is empty");
    }

    @Test
    @NeedsShared("data/images/hymenoptera")
    void realPhotos() {
        Splits<ImageSource> splits = ImageData.open(Shared.path("data/images/hymenoptera"));
        assertThat(splits.labels()).containsExactly("ants", "bees");
        assertThat(splits.train().size()).isEqualTo(245); // with a readable .gif, which torchvision passes over
        assertThat(splits.validation().size()).isEqualTo(153);
        assertThat(splits.problems()).isEmpty();
    }

    @Test
    void whatStandsBesideTheTrainingPartIsNoClass() throws IOException {
        images("train/ants", 3);
        images("train/bees", 3);
        images("test", 2);
        images("outputs", 2);
        Splits<ImageSource> splits = ImageData.open(root);
        assertThat(splits.labels()).containsExactly("ants", "bees");
        assertThat(splits.notes())
                .contains(
                        "ignored test, beside the training part: it has no folders of classes",
                        "ignored outputs, beside the training part: its name is not that of a part");
    }

    @Test
    void runsAreNoData() throws IOException {
        images("ants", 3);
        images("bees", 3);
        images("mine/first/model", 1);
        Files.writeString(root.resolve("mine/first/run.json"), "{}");
        Splits<ImageSource> splits = ImageData.open(root);
        assertThat(splits.labels()).containsExactly("ants", "bees");
        assertThat(splits.notes()).contains("skipped mine: it contains runs of Graft, which are not data");
    }

    @Test
    void composedAndDecomposedNamesAreOneClass() throws IOException {
        images("train/ant\u00e9", 3);
        images("train/bees", 3);
        images("val/ante\u0301", 1);
        images("val/bees", 1);
        Splits<ImageSource> splits = ImageData.open(root);
        assertThat(splits.labels()).containsExactly("ant\u00e9", "bees");
        assertThat(splits.validation().counts()).containsExactly(1, 1);
    }

    @Test
    void formatsThatAreNotReadAreNamed() throws IOException {
        images("ants", 3);
        images("bees", 3);
        Files.writeString(root.resolve("ants/IMG_1.HEIC"), "x");
        assertThat(ImageData.open(root).notes())
                .contains("1 of 7 files is HEIC, a format that is not read: convert to JPEG or PNG");
    }

    @Test
    void oneRuleSaysWhatIsAPicture() throws IOException {
        images("p", 4);
        Path folder = root.resolve("p");
        Files.move(folder.resolve(made(0)), folder.resolve("a.jfif"));
        Files.move(folder.resolve(made(1)), folder.resolve("b.jpe"));
        Files.move(folder.resolve(made(2)), folder.resolve("c"));
        Files.createDirectories(folder.resolve("__MACOSX"));
        Files.move(folder.resolve(made(3)), folder.resolve("__MACOSX/d.png"));
        assertThat(ImageFiles.below(folder))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("a.jfif", "b.jpe", "c");
    }

    @Test
    @NeedsShared("cases/data")
    void realLayouts() {
        for (String name : List.of("test-without-classes", "outputs-beside-train", "run-inside-data")) {
            assertThat(ImageData.open(Shared.path("cases/data/" + name)).labels())
                    .as(name)
                    .containsExactly("ants", "bees");
        }
        assertThat(ImageData.open(Shared.path("cases/data/nfc-nfd")).labels()).hasSize(2);
    }

    private void images(String folder, int count) throws IOException {
        Files.createDirectories(root.resolve(folder));
        for (int i = 0; i < count; i++) {
            ImageEncoder.write(image(made), root.resolve(folder).resolve(made(made)));
            made++;
        }
    }

    private static String made(int number) {
        return number + ".png";
    }

    private static Image image(int number) {
        byte[] pixels = new byte[12 * 9 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * (number + 5) + number);
        }
        return Image.of(12, 9, 3, pixels);
    }

    private static List<String> names(Dataset<ImageSource> dataset) {
        return dataset.examples().stream().map(item -> item.input().name()).toList();
    }
}
