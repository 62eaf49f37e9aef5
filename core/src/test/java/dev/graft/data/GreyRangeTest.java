package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.ImageOptions.Check;
import dev.graft.data.image.Image;
import dev.graft.data.image.ResizeTo;
import dev.graft.testing.DeepPictures;
import dev.graft.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GreyRangeTest {
    private static final ValueRange TOLD = new ValueRange(5, 77);

    @TempDir
    Path root;

    @BeforeEach
    void parts() throws IOException {
        for (String folder : List.of("train/a", "train/b", "val/a", "val/b")) {
            Files.createDirectories(root.resolve(folder));
        }
        for (int i = 0; i < 4; i++) {
            deep("train/a/" + i + ".png", 300 + i);
            deep("train/b/" + i + ".png", 3000 + i);
            deep("val/a/" + i + ".png", 60000 + i); // plays no part
            deep("val/b/" + i + ".png", 1 + i);
        }
    }

    @ParameterizedTest
    @EnumSource(Check.class)
    void comesFromTheTrainingPart(Check check) {
        Splits<ImageSource> splits =
                ImageData.open(root, ImageOptions.defaults().withCheck(check));
        assertThat(splits.range()).contains(new ValueRange(300, 3003));
        assertThat(splits.notes())
                .contains("values: 300 to 3,003 of 16-bit grey (0.1 and 99.9 percentiles of 8 training images)");
    }

    @Test
    void percentilesAreThoseOfNumPy() throws IOException {
        JsonNode golden = Golden.json("deep-grey/values.json");
        int[] stored =
                golden.get("stored").valueStream().mapToInt(JsonNode::asInt).toArray();
        int[] half = golden.get("stored")
                .valueStream()
                .mapToInt(each -> each.asInt() / 2)
                .toArray();
        Path one = root.resolve("one.png");
        Path other = root.resolve("other.png");
        Files.write(one, DeepPictures.png(29, stored));
        Files.write(other, DeepPictures.png(29, half));
        JsonNode expected = golden.get("percentiles");
        assertThat(ValueHistogram.of(List.of(one, other), 1000).range())
                .contains(
                        new ValueRange(expected.get(0).asInt(), expected.get(1).asInt()));
    }

    @Test
    void aToldRangeIsTaken() {
        Splits<ImageSource> splits =
                ImageData.open(root, ImageOptions.defaults().withRange(TOLD));
        assertThat(splits.range()).contains(TOLD);
        assertThat(splits.notes()).contains("values: 5 to 77 of grey with more than 8 bits, as specified");
    }

    @Test
    void picturesOf8BitsNeedNone() throws IOException {
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                ImageEncoder.write(Image.black(4, 3, 3), file);
            }
        }
        assertThat(ImageData.open(root).range()).isEmpty();
    }

    @Test
    void picturesOf8BitsStayAsTheyAre() throws IOException {
        Image bytes = Image.of(2, 1, 3, new byte[] {1, 2, 3, 4, 5, 6});
        ImageEncoder.write(bytes, root.resolve("train/a/8.png"));
        Splits<ImageSource> splits = ImageData.open(root);
        assertThat(splits.range()).contains(new ValueRange(300, 3003));
        assertThat(new ImageFile(root.resolve("train/a/8.png"))
                        .open(3)
                        .within(splits.range().orElseThrow())
                        .decode(1))
                .isEqualTo(bytes);
    }

    @Test
    void onlyValuesThatAreAllTheSameAreRefused() throws IOException {
        for (int i = 0; i < 4; i++) {
            constant("train/a/" + i + ".png", 7);
            constant("train/b/" + i + ".png", 7);
        }
        assertThatThrownBy(() -> ImageData.open(root))
                .hasMessage(
                        root
                                + ": all values of 8 training images in 16-bit grey are the same, so there is nothing to train on; specify which are black and white: --value-range LOW,HIGH");
        int[] speck = new int[4000];
        Arrays.fill(speck, 7);
        speck[17] = 9; // rarer than one in a thousand
        Files.write(root.resolve("train/a/0.png"), DeepPictures.png(100, speck));
        assertThat(ImageData.open(root).range()).contains(new ValueRange(7, 9));
    }

    @Test
    void aTrainingPartOf8BitsTellsNothingOfOthers() throws IOException {
        for (int i = 0; i < 4; i++) {
            ImageEncoder.write(Image.black(4, 3, 3), root.resolve("train/a/" + i + ".png"));
            ImageEncoder.write(Image.black(4, 3, 3), root.resolve("train/b/" + i + ".png"));
        }
        assertThatThrownBy(() -> ImageData.open(root))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("16-bit grey, but no training image is")
                .hasMessageContaining("--value-range LOW,HIGH");
    }

    @Test
    void numbersWithAFractionNeedATold() throws IOException {
        Files.write(root.resolve("train/a/float.tif"), DeepImageTest.file("float.tif"));
        assertThatThrownBy(() -> ImageData.open(root))
                .hasMessageContaining("float.tif: 32-bit grey of numbers with a fraction or a sign, for which no usual")
                .hasMessageEndingWith("--value-range LOW,HIGH");
        assertThat(ImageData.open(root, ImageOptions.defaults().withRange(TOLD)).range())
                .contains(TOLD);
    }

    @Test
    void whatFilesTellThemselvesIsSaid() throws IOException {
        Files.write(root.resolve("train/a/packed.tif"), DeepImageTest.file("packed12.tif"));
        assertThat(ImageData.open(root).notes())
                .contains("values: 1 image of 10 to 16-bit grey, scaled by the significant bits that the files state");
    }

    @Test
    void cachesAreOfOneRange() {
        Dataset<ImageSource> cached =
                new PixelCache(1 << 20).over(ImageData.open(root).train());
        ImageSource source = cached.examples().getFirst().input();
        ImagePipeline one = ImagePipeline.of(new ResizeTo(4)).withRange(new ValueRange(0, 3000));
        ImagePipeline other = one.withRange(new ValueRange(0, 600));
        float first = one.apply(source.open(3), new SplittableRandom(0)).values()[0];
        float second = other.apply(source.open(3), new SplittableRandom(0)).values()[0];
        assertThat(first).isEqualTo(300 / 3000f, within(1e-3f));
        assertThat(second).isEqualTo(300 / 600f, within(1e-3f));
        assertThat(ImageLoader.of(cached, one, 2).fingerprint())
                .isNotEqualTo(ImageLoader.of(cached, other, 2).fingerprint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5,5", "6,5", "a,b", "1,2,3", "", "NaN,3", "0,Infinity", "auto"})
    void rangesAreChecked(String text) {
        assertThatThrownBy(() -> ValueRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("value range: expected LOW");
    }

    private void deep(String file, int value) throws IOException {
        int[] values = new int[12];
        Arrays.fill(values, value);
        values[5] = 301; // files differ in what is beside
        Files.write(root.resolve(file), DeepPictures.png(4, values));
    }

    private void constant(String file, int value) throws IOException {
        int[] values = new int[12];
        Arrays.fill(values, value);
        Files.write(root.resolve(file), DeepPictures.png(4, values));
    }
}
