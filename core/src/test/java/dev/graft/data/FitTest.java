package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.image.CenterCrop;
import dev.graft.data.image.Image;
import dev.graft.data.image.Interpolation;
import dev.graft.data.image.Padded;
import dev.graft.data.image.RandomResizedCrop;
import dev.graft.data.image.ResizeTo;
import dev.graft.data.image.Squeezed;
import dev.graft.train.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of images that are not square; single steps are compared with torchvision in `GoldenPixelsTest`.
class FitTest {
    private static final Preprocessing USUAL = Preprocessing.imagenet(32, 36);

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(Fit.class)
    void theEndsAreSeenWhereTheWholeIsShown(Fit fit) {
        ImagePipeline pipeline = ImagePipeline.evaluation(USUAL.withFit(fit));
        Image plain = white(200, 60, 3);
        Image marked = white(200, 60, 3);
        Arrays.fill(marked.pixels(), 0, 30 * 3, (byte) 0); // the upper left end
        assertThat(Arrays.equals(values(pipeline, plain), values(pipeline, marked)))
                .isEqualTo(fit == Fit.CROP);
    }

    @ParameterizedTest
    @EnumSource(Fit.class)
    void aSquareIsSeenWholeByAllThatShowTheWholeAndTrainsAlike(Fit fit) {
        Image square = ReducedDecodingTest.photo(90, 90);
        Preprocessing fitted = USUAL.withFit(fit);
        for (Augmentation level : List.of(Augmentation.LIGHT, Augmentation.STRONG)) {
            assertThat(values(ImagePipeline.training(fitted, level), square))
                    .isEqualTo(values(ImagePipeline.training(USUAL, level), square));
        }
        if (fit != Fit.CROP) {
            assertThat(values(ImagePipeline.evaluation(fitted), square))
                    .isEqualTo(values(
                            ImagePipeline.of(new ResizeTo(32))
                                    .withNormalize(
                                            ImagePipeline.evaluation(USUAL).normalize()),
                            square));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void theBorderIsWhatTheNormalizationMakesNothingOf(int channels) {
        Preprocessing fitted = new Preprocessing(
                        32,
                        32,
                        channels,
                        Preprocessing.IMAGENET_MEAN.size() == channels
                                ? Preprocessing.IMAGENET_MEAN
                                : Collections.nCopies(channels, 0.449),
                        Collections.nCopies(channels, 0.226))
                .withFit(Fit.PAD);
        Planes planes = ImagePipeline.evaluation(fitted)
                .apply(EncodedImage.of(white(64, 32, channels)), new SplittableRandom(0));
        float half = 0.5f / 255 / 0.226f; // of a level
        for (int channel = 0; channel < channels; channel++) {
            int from = channel * 32 * 32;
            assertThat(planes.values()[from]).isEqualTo(0, within(half));
            assertThat(planes.values()[from + 32 * 31]).isEqualTo(0, within(half));
            assertThat(planes.values()[from + 32 * 16]).isGreaterThan(2);
        }
    }

    @Test
    void theBorderOfDeepGreyIsTheMeanOfTheColoursItStandsFor() {
        float[] levels = new float[64 * 32];
        Arrays.fill(levels, 200.25f);
        Planes planes = ImagePipeline.evaluation(USUAL.withFit(Fit.PAD))
                .apply(EncodedImage.of(Image.ofLevels(64, 32, 3, levels)), new SplittableRandom(0));
        double sum = 0;
        for (int channel = 0; channel < 3; channel++) {
            sum += planes.values()[channel * 32 * 32] * Preprocessing.IMAGENET_STD.get(channel);
        }
        assertThat(sum).isEqualTo(0, within(1e-5));
        assertThat(planes.values()[32 * 16]).isEqualTo((200.25f / 255 - 0.485f) / 0.229f, within(1e-5f));
    }

    @ParameterizedTest
    @CsvSource({"90,31", "31,90", "64,63"})
    void aPartOfTheBorderedSquareIsThatPartOfTheWholeSquare(int width, int height) {
        Image image = ReducedDecodingTest.photo(width, height);
        int side = Math.max(width, height);
        Image square =
                image.crop(-((side - width) / 2), -((side - height) / 2), side, side, Preprocessing.IMAGENET_MEAN);
        RandomResizedCrop part = new RandomResizedCrop(24, 0.1);
        for (int seed = 0; seed < 40; seed++) {
            Image expected = part.apply(square, new SplittableRandom(seed));
            Image found = new Padded(part, Preprocessing.IMAGENET_MEAN).apply(image, new SplittableRandom(seed));
            assertThat(largestDifference(found, expected)).isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"180,60", "60,180"})
    void aPartOfTheSqueezedSquareIsThatPartOfTheWholeSquare(int width, int height) {
        Image image = ReducedDecodingTest.photo(width, height);
        Image square = new ResizeTo(180).apply(image, new SplittableRandom(0));
        RandomResizedCrop part = new RandomResizedCrop(24, 0.35);
        for (int seed = 0; seed < 40; seed++) {
            Image expected = part.apply(square, new SplittableRandom(seed));
            Image found = new Squeezed(part).apply(image, new SplittableRandom(seed));
            assertThat(largestDifference(found, expected)).isLessThanOrEqualTo(6); // a part begins at a whole pixel
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fit.class,
            names = {"PAD", "SQUEEZE"})
    void aLargeJpegIsDecodedSmallerAndStaysClose(Fit fit) {
        byte[] file = ImageEncoder.jpeg(ReducedDecodingTest.photo(1603, 901), 95);
        Preprocessing fitted = USUAL.withFit(fit);
        for (ImagePipeline pipeline :
                List.of(ImagePipeline.evaluation(fitted), ImagePipeline.training(fitted, Augmentation.STRONG))) {
            for (int seed = 0; seed < 5; seed++) {
                float[] whole = levels(pipeline.withExactDecoding(true), file, seed);
                float[] found = levels(pipeline, file, seed);
                assertThat(found).isNotEqualTo(whole);
                double sum = 0;
                for (int i = 0; i < whole.length; i++) {
                    sum += Math.abs(found[i] - whole[i]) * 255 * 0.226;
                }
                assertThat(sum / whole.length).isLessThan(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Fit.class)
    void anImageOfTwentyThousandPixelsTakesNoSquareOfThem(Fit fit) {
        for (Image image : List.of(white(20_000, 1, 3), white(1, 20_000, 3))) {
            Planes planes =
                    ImagePipeline.evaluation(USUAL.withFit(fit)).apply(EncodedImage.of(image), new SplittableRandom(0));
            assertThat(planes.shape()).isEqualTo("[3, 32, 32]");
        }
    }

    @Test
    void stepsOfAProgramTakeItToo() {
        ImagePipeline pipeline = ImagePipeline.of(
                        new Padded(new RandomResizedCrop(32, 0.5), Preprocessing.IMAGENET_MEAN), new CenterCrop(32))
                .withNormalize(ImagePipeline.evaluation(USUAL).normalize());
        assertThat(ImageInput.of(USUAL).withPipeline(pipeline).pipeline()).isEqualTo(pipeline);
        assertThatThrownBy(() -> values(pipeline.withNormalize(dev.graft.data.image.Normalize.none(1)), white(9, 5, 1)))
                .hasMessageContaining("a colour of 1 values")
                .hasMessageContaining("0.406");
        assertThatThrownBy(() -> new Padded(new ResizeTo(3), List.of(124.0, 116.0, 104.0)))
                .hasMessageContaining("from 0 to 1");
    }

    @Test
    void whatIsKeptOfFrozenStagesIsOfOneFit() {
        Dataset<ImageSource> data =
                Dataset.ofClasses(List.of(Example.of(ImageSource.of("x", new byte[0]), 0)), List.of("a"));
        List<String> prints = Arrays.stream(Fit.values())
                .flatMap(fit -> Arrays.stream(Augmentation.values())
                        .map(level -> ImageInput.of(USUAL.withFit(fit))
                                .withAugmentation(level)
                                .training(data, 1, 0, false)
                                .fingerprint()))
                .toList();
        assertThat(prints).doesNotHaveDuplicates();
    }

    @Test
    void aModelKeepsItAndSaysNothingOfTheUsual() throws IOException {
        SavedModel cropped = new SavedModel("x", List.of("a", "b"), USUAL, Task.SINGLE_LABEL_CLASSIFICATION);
        cropped.write(folder);
        assertThat(Files.readString(folder.resolve("preprocessing.json"))).doesNotContain("fit");
        assertThat(Files.readString(folder.resolve("config.json"))).contains("\"version\" : 1,");
        assertThat(SavedModel.read(folder)).isEqualTo(cropped);

        SavedModel padded =
                new SavedModel("x", List.of("a", "b"), USUAL.withFit(Fit.PAD), Task.SINGLE_LABEL_CLASSIFICATION);
        padded.write(folder);
        assertThat(Files.readString(folder.resolve("preprocessing.json"))).contains("\"fit\" : \"pad\"");
        // an earlier Graft would cut the ends off
        assertThat(Files.readString(folder.resolve("config.json"))).contains("\"version\" : 2,");
        assertThat(SavedModel.read(folder)).isEqualTo(padded);
    }

    @Test
    void aModelKeepsHowImagesAreResizedAndSaysNothingOfBilinear() throws IOException {
        new SavedModel("x", List.of("a", "b"), USUAL, Task.SINGLE_LABEL_CLASSIFICATION).write(folder);
        assertThat(Files.readString(folder.resolve("preprocessing.json"))).doesNotContain("interpolation");

        Preprocessing cubic = USUAL.withInterpolation(Interpolation.BICUBIC);
        SavedModel model = new SavedModel("x", List.of("a", "b"), cubic, Task.SINGLE_LABEL_CLASSIFICATION);
        model.write(folder);
        assertThat(Files.readString(folder.resolve("preprocessing.json")))
                .contains("\"interpolation\" : \"bicubic\"")
                .doesNotContain("fit");
        assertThat(Files.readString(folder.resolve("config.json"))).contains("\"version\" : 3,");
        assertThat(SavedModel.read(folder)).isEqualTo(model);
    }

    @ParameterizedTest
    @EnumSource(Fit.class)
    void everyStepThatResizesDoesItTheModelsWay(Fit fit) {
        Image image = ReducedDecodingTest.photo(90, 70);
        Preprocessing linear = USUAL.withFit(fit);
        Preprocessing cubic = linear.withInterpolation(Interpolation.BICUBIC);
        for (Augmentation level : Augmentation.values()) {
            assertThat(values(ImagePipeline.training(cubic, level), image))
                    .isNotEqualTo(values(ImagePipeline.training(linear, level), image));
        }
    }

    private static Image white(int width, int height, int channels) {
        Image image = Image.black(width, height, channels);
        Arrays.fill(image.pixels(), (byte) 255);
        return image;
    }

    private static float[] values(ImagePipeline pipeline, Image image) {
        return pipeline.apply(image, new SplittableRandom(3)).values();
    }

    private static float[] levels(ImagePipeline pipeline, byte[] file, int seed) {
        return pipeline.apply(new ImageDecoder(3).open(file, "x"), new SplittableRandom(seed))
                .values();
    }

    private static int largestDifference(Image a, Image b) {
        assertThat(a.toString()).isEqualTo(b.toString());
        int largest = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            largest = Math.max(largest, Math.abs((a.pixels()[i] & 0xff) - (b.pixels()[i] & 0xff)));
        }
        return largest;
    }
}
