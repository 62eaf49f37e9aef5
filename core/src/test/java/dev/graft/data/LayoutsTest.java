package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.image.Image;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders as people have them: with what lies around the images, and in wrappings.
class LayoutsTest {
    @TempDir
    Path root;

    private int made;

    @Test
    void aReadmeInTheTrainingPartMakesItNoClass() throws IOException {
        images("train/ants", 3);
        images("train/bees", 3);
        images("outputs", 2);
        text("train/README.txt");
        assertThat(ImageData.open(root).labels()).containsExactly("ants", "bees");
    }

    @Test
    void partsBelowClassesAreParts() throws IOException {
        images("cats/train", 3);
        images("cats/val", 1);
        images("dogs/train", 4);
        images("dogs/val", 2);
        Splits<ImageSource> splits = ImageData.open(root);
        assertThat(splits.labels()).containsExactly("cats", "dogs");
        assertThat(splits.splitOff()).isFalse();
        assertThat(splits.train().counts()).containsExactly(3, 4);
        assertThat(splits.validation().counts()).containsExactly(1, 2);
    }

    @Test
    void boxesAreNotLearned() throws IOException {
        images("images/train", 2);
        images("images/val", 2);
        text("labels/train/0.txt");
        assertThatThrownBy(() -> ImageData.open(root))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("found images and labels as for object detection (YOLO)");
    }

    @Test
    void classesCalledAsPartsHoldPictures() throws IOException {
        images("train", 3);
        images("train/steam", 1);
        images("car", 3);
        images("bus", 3);
        assertThat(ImageData.open(root).labels()).containsExactly("bus", "car", "train");
    }

    @Test
    void aFolderWithoutPicturesIsNoClass() throws IOException {
        images("ants", 3);
        images("bees", 3);
        text("docs/readme.md");
        text("docs/manual.pdf");
        text("checkpoints/last.pt");
        Files.createDirectories(root.resolve("models"));
        Splits<ImageSource> splits = ImageData.open(root);
        assertThat(splits.labels()).containsExactly("ants", "bees");
        assertThat(splits.notes())
                .contains(
                        "ignored checkpoints: it contains no images, so it is not a class",
                        "ignored docs: it contains no images, so it is not a class",
                        "ignored models: it contains no images, so it is not a class",
                        "1 of 7 files is PDF, a format that is not read: convert to JPEG or PNG",
                        "ignored 2 files that are not images");
    }

    @Test
    void aClassOfPicturesThatCannotBeReadIsOne() throws IOException {
        images("ants", 3);
        images("bees", 3);
        text("wasps/1.heic");
        text("wasps/2.HEIC");
        assertThatThrownBy(() -> ImageData.open(root))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("class wasps has no image to train on")
                .hasMessageContaining("2 of 8 files are HEIC, a format that is not read: convert to JPEG or PNG");
    }

    @Test
    void anEmptyClassOfTheTrainingPartIsMissed() throws IOException {
        images("train/ants", 3);
        images("train/bees", 3);
        Files.createDirectories(root.resolve("train/wasps"));
        assertThatThrownBy(() -> ImageData.open(root)).hasMessageContaining("class wasps has no image to train on");
    }

    @Test
    void aRunIsNoData() throws IOException {
        images("model/ants", 3);
        images("model/bees", 3);
        text("run.json");
        assertThatThrownBy(() -> ImageData.open(root))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        root
                                + ": expected a folder with data, found a run of Graft (it contains run.json); give the folder that it was trained on");
    }

    @Test
    void oneFolderAroundTheClassesIsSeenThrough() throws IOException {
        images("photos/cats", 3);
        images("photos/dogs", 3);
        text("LICENSE");
        images("__MACOSX/photos", 1);
        Splits<ImageSource> splits = ImageData.open(root);
        assertThat(splits.labels()).containsExactly("cats", "dogs");
        assertThat(splits.layout()).isEqualTo("class folders");
        assertThat(splits.notes()).contains("reading " + root.resolve("photos") + ", the only folder in " + root);
        assertThat(splits.train().examples().getFirst().id().file()).startsWith("photos/cats/");
    }

    @Test
    void oneFolderAroundThePartsIsSeenThrough() throws IOException {
        images("dataset/train/cats", 3);
        images("dataset/train/dogs", 3);
        Splits<ImageSource> splits = ImageData.open(root);
        assertThat(splits.labels()).containsExactly("cats", "dogs");
        assertThat(splits.layout()).isEqualTo("folders of class folders");
    }

    @Test
    void moreThanAFolderAroundIsNot() throws IOException {
        images("one/cats", 3);
        images("one/dogs", 3);
        images("two/cats", 3);
        assertThat(ImageData.open(root).labels()).containsExactly("one", "two");
    }

    @Test
    void aFolderBesidePicturesIsNotSeenThrough() throws IOException {
        images("photos/cats", 3);
        images("photos/dogs", 3);
        images(".", 1);
        assertThatThrownBy(() -> ImageData.open(root)).hasMessageContaining("found only photos");
    }

    @Test
    void theTrainingPartAloneIsAPart() throws IOException {
        images("train/cats", 3);
        images("train/dogs", 3);
        assertThat(ImageData.open(root).layout()).isEqualTo("folders of class folders");
        assertThat(ImageData.open(root.resolve("train")).layout()).isEqualTo("class folders");
    }

    @Test
    void linksThatLeadNowhereAreCounted() throws IOException {
        images("ants", 3);
        images("bees", 3);
        Files.createSymbolicLink(root.resolve("ants/gone.jpg"), root.resolve("nowhere.jpg"));
        Files.createSymbolicLink(root.resolve("wasps"), root.resolve("nowhere"));
        assertThat(ImageData.open(root).notes()).contains("2 links lead nowhere: ants/gone.jpg; wasps");
    }

    @Test
    void masksBesidePicturesAreNoticed() throws IOException {
        images("cats", 4);
        images("dogs", 4);
        for (int i = 0; i < 8; i++) {
            Path mask = root.resolve(i < 4 ? "cats" : "dogs").resolve(i + ".png");
            Files.copy(mask, mask.resolveSibling(i + ".jpg"));
        }
        assertThat(ImageData.open(root).notes())
                .contains(
                        "8 of 16 images have the name of another image with another ending: are they masks? They are used as images to train on; if they are masks, remove those that end in .png");
        for (int i = 0; i < 8; i++) {
            Path mask = root.resolve(i < 4 ? "cats" : "dogs").resolve(i + ".png");
            Files.move(mask, mask.resolveSibling(i + "_mask.png"));
        }
        assertThat(ImageData.open(root).notes())
                .contains(
                        "8 of 16 images have the name of another image followed by a word: are they masks? They are used as images to train on; if they are masks, remove those that have in their names _mask");
    }

    @Test
    void aPairOrTwoIsNothingToSay() throws IOException {
        images("cats", 4);
        images("dogs", 4);
        Files.copy(root.resolve("cats/0.png"), root.resolve("cats/0.jpg"));
        assertThat(ImageData.open(root).notes()).noneMatch(note -> note.contains("masks?"));
    }

    @Test
    void aTableOfPicturesInTheFolderIsMentioned() throws IOException {
        images("images", 4);
        Files.writeString(root.resolve("labels.csv"), "id,species\n0,ant\n1,bee\n2,ant\n3,bee\n");
        assertThatThrownBy(() -> ImageData.open(root))
                .hasMessageContaining("found only images")
                .hasMessageContaining(
                        "labels.csv names images; to train on its labels: graft train " + root.resolve("labels.csv"));
        images("others", 4);
        assertThat(ImageData.open(root).notes())
                .contains("labels.csv names images; to train on its labels: graft train " + root.resolve("labels.csv"));
    }

    @Test
    void tablesOfTextsAreNamed() throws IOException {
        Files.writeString(root.resolve("train.csv"), "text,label\nwell made,good\nbroken,bad\n");
        Files.writeString(root.resolve("test.csv"), "text,label\nwell made,good\nbroken,bad\n");
        assertThatThrownBy(() -> ImageData.open(root))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "found only files; test.csv, train.csv are tables that name no images: are they texts? Then run graft train "
                                + root + " --model graft-nano-ko");
    }

    @Test
    void portableMapsArePictures() throws IOException {
        for (String file : new String[] {"ants/1.ppm", "ants/2.ppm", "bees/1.ppm", "bees/2.PPM"}) {
            text(file);
            Files.writeString(root.resolve(file), "P6 2 2 255\n" + "abcdefghijkl");
        }
        Splits<ImageSource> splits = ImageData.open(root);
        assertThat(splits.train().counts()).containsExactly(1, 1);
        assertThat(splits.problems()).isEmpty();
        assertThat(ImageFiles.below(root)).hasSize(4);
    }

    @Test
    @NeedsShared("cases/data")
    void realFoldersWithFormatsThatAreNotRead() {
        assertThat(ImageData.open(Shared.path("cases/data/heic-among-jpeg")).notes())
                .anyMatch(note -> note.contains(" files are HEIC, a format that is not read: convert to JPEG or PNG"));
    }

    private void text(String file) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "words");
    }

    private void images(String folder, int count) throws IOException {
        Files.createDirectories(root.resolve(folder));
        for (int i = 0; i < count; i++) {
            ImageEncoder.write(image(made), root.resolve(folder).resolve(made + ".png"));
            made++;
        }
    }

    private static Image image(int number) {
        byte[] pixels = new byte[12 * 9 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * (number + 5) + number);
        }
        return Image.of(12, 9, 3, pixels);
    }
}
