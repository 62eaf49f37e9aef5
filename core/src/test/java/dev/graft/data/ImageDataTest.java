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
        pictures("bees", 10);
        pictures("ants/deeper", 5);
        Splits splits = ImageData.open(root);
        assertThat(splits.layout()).isEqualTo("class folders");
        assertThat(splits.classes()).containsExactly("ants", "bees");
        assertThat(splits.train().counts()).containsExactly(4, 8);
        assertThat(splits.validation().counts()).containsExactly(1, 2);
        assertThat(splits.test()).isEmpty();
        assertThat(splits.problems()).isEmpty();
        assertThat(splits.notes()).containsExactly("split off 3 pictures for validation (20% of each class, seed 0)");
    }

    @Test
    void theSplitDependsOnTheSeedAlone() throws IOException {
        pictures("a", 20);
        pictures("b", 20);
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
        pictures("train/ants", 3);
        pictures("train/bees", 3);
        pictures("validation/ants", 1);
        pictures("validation/bees", 2);
        pictures("test/bees", 2);
        Files.writeString(root.resolve("train/ants/notes.txt"), "taken in May");
        Files.writeString(root.resolve("train/ants/.DS_Store"), "x");
        Files.createDirectories(root.resolve("train/.ipynb_checkpoints"));
        Files.writeString(root.resolve("train/bees/broken.jpg"), "not a picture");
        Files.move(root.resolve("train/bees/" + made(4)), root.resolve("train/bees/wrong.txt"));
        byte[] png = ImageEncoder.png(picture(99));
        Files.write(root.resolve("train/ants/cut.png"), Arrays.copyOf(png, png.length - 20));
        Splits splits = ImageData.open(root, ImageOptions.defaults().withCheck(check));
        assertThat(splits.layout()).isEqualTo("folders of class folders");
        assertThat(splits.train().counts()).containsExactly(3, 3);
        assertThat(splits.validation().counts()).containsExactly(1, 2);
        assertThat(splits.test().orElseThrow().counts()).containsExactly(0, 2);
        assertThat(splits.problems()).hasSize(2);
        assertThat(splits.problems().get(0).where()).endsWith("cut.png");
        assertThat(splits.problems().get(0).reason()).isEqualTo("the file is cut off: no IEND chunk");
        assertThat(splits.problems().get(1).reason()).startsWith("not a picture: expected JPEG");
        assertThat(splits.notes()).containsExactly("ignored 1 file that is no picture");

        DataSummary summary = DataSummary.of(splits);
        assertThat(summary.counts().get("test")).isEqualTo(Map.of("ants", 0, "bees", 2));
        assertThat(summary.total("train")).isEqualTo(6);
        assertThat(summary.skipped()).hasSize(2);

        assertThatThrownBy(() -> ImageData.open(root, ImageOptions.defaults().withStrict(true)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("2 pictures cannot be used: ")
                .hasMessageContaining("broken.jpg: not a picture");
    }

    @Test
    void theTestPartMayBeTheValidationPart() throws IOException {
        pictures("train/ants", 5);
        pictures("train/bees", 5);
        pictures("test/ants", 2);
        pictures("test/bees", 3);
        ImageOptions options = ImageOptions.defaults().withTestForValidation(true);
        Splits splits = ImageData.open(root, options);
        assertThat(splits.train().counts()).containsExactly(5, 5);
        assertThat(splits.validation().counts()).containsExactly(2, 3);
        assertThat(splits.test()).isEmpty();
        assertThat(splits.splitOff()).isFalse();
        assertThat(splits.notes()).containsExactly("the test part is used for validation: nothing is kept for the end");

        pictures("val/bees", 1);
        Splits withTheirOwn = ImageData.open(root, options);
        assertThat(withTheirOwn.validation().counts()).containsExactly(0, 1);
        assertThat(withTheirOwn.test().orElseThrow().counts()).containsExactly(2, 3);
    }

    @Test
    void withoutATestPartValidationIsSplitOffAllTheSame() throws IOException {
        pictures("ants", 5);
        pictures("bees", 5);
        assertThat(ImageData.open(root, ImageOptions.defaults().withTestForValidation(true))
                        .validation()
                        .counts())
                .containsExactly(1, 1);
    }

    @Test
    void aFewOfEachClass() throws IOException {
        pictures("train/ants", 5);
        pictures("train/bees", 2);
        pictures("val/ants", 4);
        pictures("test/bees", 4);
        Splits whole = ImageData.open(root);
        Splits few = whole.atMost(3);
        assertThat(few.train().counts()).containsExactly(3, 2);
        assertThat(few.validation().counts()).containsExactly(3, 0);
        assertThat(few.test().orElseThrow().counts()).containsExactly(0, 3);
        assertThat(names(few.train())).isSubsetOf(names(whole.train()));
        assertThat(few.classes()).isEqualTo(whole.classes());
        assertThatThrownBy(() -> whole.atMost(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pictures of each class: expected at least 1, found 0");
    }

    @Test
    void aClassMayBeCalledTrain() throws IOException {
        pictures("train", 3);
        pictures("car", 3);
        assertThat(ImageData.open(root).classes()).containsExactly("car", "train");
    }

    @Test
    void damageInTheMiddleIsFoundByDecoding() throws IOException {
        pictures("a", 4);
        pictures("b", 4);
        byte[] damaged = ImageEncoder.png(picture(50));
        Arrays.fill(damaged, damaged.length / 2, damaged.length / 2 + 30, (byte) 0);
        Files.write(root.resolve("a/damaged.png"), damaged);
        Splits splits = ImageData.open(root);
        assertThat(splits.problems()).hasSize(1);
        assertThat(splits.problems().getFirst().reason()).contains("the file is damaged");
    }

    @Test
    void duplicatesAreMentioned() throws IOException {
        pictures("train/a", 3);
        pictures("train/b", 3);
        pictures("val/a", 1);
        pictures("val/b", 1);
        Files.copy(root.resolve("train/a/" + made(0)), root.resolve("val/a/again.png"));
        Files.copy(root.resolve("train/a/" + made(1)), root.resolve("train/b/other.png"));
        List<String> notes = ImageData.open(root).notes();
        assertThat(notes).hasSize(2);
        assertThat(notes.get(0))
                .startsWith("1 picture for validation or test also in training")
                .contains("again.png");
        assertThat(notes.get(1)).startsWith("1 picture in two classes").contains("other.png");
    }

    @Test
    void whatCannotBeTrainedOn() throws IOException {
        assertThatThrownBy(() -> ImageData.open(root.resolve("nowhere")))
                .hasMessageContaining("no such file or folder");
        assertThatThrownBy(() -> ImageData.open(root)).hasMessageContaining("expected one folder for each class");
        pictures("a", 2);
        assertThatThrownBy(() -> ImageData.open(root)).hasMessageContaining("at least two classes, found only a");
        Files.createDirectories(root.resolve("b"));
        assertThatThrownBy(() -> ImageData.open(root))
                .hasMessageContaining("at least two classes, found only a")
                .hasMessageContaining("left alone b: it holds no picture, so it is no class");
        Files.writeString(root.resolve("b/x.jpg"), "nothing");
        assertThatThrownBy(() -> ImageData.open(root)).hasMessageContaining("x.jpg: not a picture");
    }

    @Test
    void aClassOnlyInValidationIsAnError() throws IOException {
        pictures("train/a", 2);
        pictures("train/b", 2);
        pictures("val/c", 1);
        assertThatThrownBy(() -> ImageData.open(root))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("class c is in the validation part and not in the training part, which has a; b");
    }

    @Test
    void onePictureInEachClassIsTooFew() throws IOException {
        pictures("a", 1);
        pictures("b", 1);
        assertThatThrownBy(() -> ImageData.open(root)).hasMessageContaining("a single picture");
        pictures("b", 1);
        Splits splits = ImageData.open(root);
        assertThat(splits.train().counts()).containsExactly(1, 1);
        assertThat(splits.notes()).contains("no picture for validation in a");
    }

    @Test
    void tables() throws IOException {
        pictures("photos", 6);
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
        Splits splits = ImageData.open(table);
        assertThat(splits.classes()).containsExactly("cat, small", "dog");
        assertThat(splits.train().counts()).containsExactly(1, 1);
        assertThat(splits.validation().counts()).containsExactly(1, 1);
        assertThat(splits.test().orElseThrow().counts()).containsExactly(0, 1);
        assertThat(splits.problems())
                .containsExactly(
                        new Problem("labels.csv line 7", "no such file: photos/missing.png"),
                        new Problem("labels.csv line 8", "no label"));

        Path tabs = root.resolve("labels.tsv");
        Files.writeString(tabs, "photos/0.png\t10\nphotos/1.png\t9\nphotos/2.png\t10\nphotos/3.png\t9\n");
        Splits plain = ImageData.open(tabs);
        assertThat(plain.classes()).containsExactly("9", "10");
        assertThat(plain.train().size() + plain.validation().size()).isEqualTo(4);
        assertThat(plain.notes()).contains("labels.tsv: path from column 1, label from column 2");

        Files.writeString(table, "file,label,split\nphotos/0.png,a,holdout\n");
        assertThatThrownBy(() -> ImageData.open(table))
                .hasMessageContaining("expected train, val or test, found 'holdout'");
        Files.writeString(table, "");
        assertThatThrownBy(() -> ImageData.open(table)).hasMessageContaining("the table is empty");
    }

    @Test
    @NeedsShared("data/images/hymenoptera")
    void realPhotos() {
        Splits splits = ImageData.open(Shared.path("data/images/hymenoptera"));
        assertThat(splits.classes()).containsExactly("ants", "bees");
        assertThat(splits.train().size()).isEqualTo(245); // with a readable .gif, which torchvision passes over
        assertThat(splits.validation().size()).isEqualTo(153);
        assertThat(splits.problems()).isEmpty();
    }

    @Test
    void whatStandsBesideTheTrainingPartIsNoClass() throws IOException {
        pictures("train/ants", 3);
        pictures("train/bees", 3);
        pictures("test", 2);
        pictures("outputs", 2);
        Splits splits = ImageData.open(root);
        assertThat(splits.classes()).containsExactly("ants", "bees");
        assertThat(splits.notes())
                .contains(
                        "left alone test, beside the training part: it has no folders of classes",
                        "left alone outputs, beside the training part: its name is no part's");
    }

    @Test
    void runsAreNoData() throws IOException {
        pictures("ants", 3);
        pictures("bees", 3);
        pictures("mine/first/model", 1);
        Files.writeString(root.resolve("mine/first/run.json"), "{}");
        Splits splits = ImageData.open(root);
        assertThat(splits.classes()).containsExactly("ants", "bees");
        assertThat(splits.notes()).contains("passed over mine: it holds runs of Graft, which are no data");
    }

    @Test
    void composedAndDecomposedNamesAreOneClass() throws IOException {
        pictures("train/ant\u00e9", 3);
        pictures("train/bees", 3);
        pictures("val/ante\u0301", 1);
        pictures("val/bees", 1);
        Splits splits = ImageData.open(root);
        assertThat(splits.classes()).containsExactly("ant\u00e9", "bees");
        assertThat(splits.validation().counts()).containsExactly(1, 1);
    }

    @Test
    void formatsThatAreNotReadAreNamed() throws IOException {
        pictures("ants", 3);
        pictures("bees", 3);
        Files.writeString(root.resolve("ants/IMG_1.HEIC"), "x");
        assertThat(ImageData.open(root).notes())
                .contains("1 of 7 files is HEIC, which is not read: convert to JPEG or PNG");
    }

    @Test
    void oneRuleSaysWhatIsAPicture() throws IOException {
        pictures("p", 4);
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
            assertThat(ImageData.open(Shared.path("cases/data/" + name)).classes())
                    .as(name)
                    .containsExactly("ants", "bees");
        }
        assertThat(ImageData.open(Shared.path("cases/data/nfc-nfd")).classes()).hasSize(2);
    }

    private void pictures(String folder, int count) throws IOException {
        Files.createDirectories(root.resolve(folder));
        for (int i = 0; i < count; i++) {
            ImageEncoder.write(picture(made), root.resolve(folder).resolve(made(made)));
            made++;
        }
    }

    private static String made(int number) {
        return number + ".png";
    }

    private static Image picture(int number) {
        byte[] pixels = new byte[12 * 9 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * (number + 5) + number);
        }
        return Image.of(12, 9, 3, pixels);
    }

    private static List<String> names(ImageDataset dataset) {
        return dataset.items().stream().map(item -> item.source().name()).toList();
    }
}
