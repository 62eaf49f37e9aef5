package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.image.CenterCrop;
import dev.graft.data.image.Image;
import dev.graft.data.image.Normalize;
import dev.graft.data.image.Resize;
import dev.graft.data.image.ResizeTo;
import dev.graft.data.image.Transform;
import dev.graft.testing.Golden;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DeepImageTest {
    private static final JsonNode GOLDEN = Golden.json("deep-grey/values.json");
    private static final ValueRange RANGE = new ValueRange(100, 3500);
    private static final int WIDTH = 29;
    private static final int HEIGHT = 23;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pillow.png",
                "pillow.tif",
                "deflate.tif",
                "bigendian.tif",
                "tiled.tif",
                "alpha.png",
                "double.tif",
                "float.tif",
                "signed.tif",
                "int.tif"
            })
    void aToldRangeScalesInFullDepth(String file) {
        Image image = open(file).within(RANGE).decode(1);
        assertThat(image.isDeep()).isTrue();
        assertThat(image.channels()).isEqualTo(3);
        assertLevels(image.levels(), 100, 3500);
    }

    @ParameterizedTest
    @CsvSource({"packed12.tif", "sbit.png", "max.tif"})
    void aFileThatTellsItsBitsNeedsNoRangeAndTakesNone(String file) {
        assertLevels(open(file).decode(1).levels(), 0, 4095);
        assertLevels(open(file).within(RANGE).decode(1).levels(), 0, 4095);
    }

    @Test
    void significantBitsMayBeTheUpperOnes() {
        float[] levels = open("sbit-upper.png").decode(1).levels();
        float[] stored = stored();
        for (int i = 0; i < levels.length; i++) {
            assertThat(levels[i]).isEqualTo(stored[i] / 4095 * 255, within(1e-2f));
        }
    }

    @Test
    void zeroMayBeWhite() {
        float[] dark = open("pillow.tif").within(RANGE).decode(1).levels();
        float[] light = open("white-is-zero.tif").within(RANGE).decode(1).levels();
        for (int i = 0; i < dark.length; i++) {
            assertThat(light[i]).isEqualTo(255 - dark[i], within(1e-4f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exif6.png", "orientation6.tif"})
    void isTurnedAsTheFileSays(String file) {
        EncodedImage open = open(file);
        assertThat(open.width()).isEqualTo(HEIGHT);
        float[] turned = open.within(RANGE).decode(1).levels();
        float[] upright = open("pillow.png").within(RANGE).decode(1).levels();
        for (int y = 0; y < WIDTH; y++) {
            for (int x = 0; x < HEIGHT; x++) { // a quarter turn clockwise
                assertThat(turned[y * HEIGHT + x]).isEqualTo(upright[(HEIGHT - 1 - x) * WIDTH + y]);
            }
        }
    }

    @Test
    void isTurnedUpsideDownOnce() {
        Image turned = open("orientation4.tif").within(RANGE).decode(1);
        assertThat(turned.flipVertically())
                .isEqualTo(open("pillow.tif").within(RANGE).decode(1));
    }

    @Test
    void rowsBecomeColumnsInFullDepth() {
        Image image = open("pillow.png").within(RANGE).decode(1);
        Image columns = image.transposed();
        assertThat(columns.width()).isEqualTo(HEIGHT);
        assertThat(columns.levels()[3 * HEIGHT + 2]).isEqualTo(image.levels()[2 * WIDTH + 3]);
        assertThat(columns.transposed()).isEqualTo(image);
    }

    @ParameterizedTest
    @CsvSource({"14", "31"})
    void pipelinesKeepThePrecision(int side) {
        assertPipeline("resize " + side + ", crop 12", List.of(new Resize(side), new CenterCrop(12)));
    }

    @Test
    void partsAreResizedInFullDepth() {
        assertPipeline(
                "box (5, 3, 20, 17) to 12x12", List.of((image, random) -> image.crop(5, 3, 15, 14), new ResizeTo(12)));
    }

    @Test
    void greyFillsEveryChannelAndAlphaIsOpaque() {
        Image image = Image.ofLevels(2, 1, 4, new float[] {51, 127.5f});
        assertThat(Normalize.none(4).apply(image)).containsExactly(0.2f, 0.5f, 0.2f, 0.5f, 0.2f, 0.5f, 1, 1);
        assertThat(image.pixels()).containsExactly(51, 51, 51, -1, -128, -128, -128, -1);
    }

    @Test
    void withoutARangeItSaysHowToTellOne() {
        assertThatThrownBy(() -> open("pillow.png").decode(1))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "pillow.png: 16-bit grey, and neither the file nor the model says which values are black and white; specify them: --value-range LOW,HIGH");
    }

    @Test
    void damagedFilesAreRefused() {
        byte[] file = file("deflate.tif");
        for (int i = file.length - 200; i < file.length; i++) {
            file[i] = 17;
        }
        assertThatThrownBy(() -> new ImageDecoder(1)
                        .open(file, "damaged.tif")
                        .within(RANGE)
                        .decode(1))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("damaged.tif: ");
    }

    private static void assertPipeline(String name, List<Transform> transforms) {
        ImagePipeline pipeline = ImagePipeline.of(transforms.toArray(Transform[]::new))
                .withNormalize(Normalize.IMAGENET)
                .withRange(RANGE);
        float[] found =
                pipeline.apply(open("pillow.png"), new SplittableRandom(0)).values();
        JsonNode expected = GOLDEN.get(name);
        assertThat(found).hasSize(3 * expected.size());
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < expected.size(); i++) {
                double value = found[c * expected.size() + i]
                                * Normalize.IMAGENET.std().get(c)
                        + Normalize.IMAGENET.mean().get(c);
                assertThat(value).isEqualTo(expected.get(i).asDouble(), within(1e-5));
            }
        }
    }

    private static void assertLevels(float[] levels, double low, double high) {
        float[] stored = stored();
        assertThat(levels).hasSameSizeAs(stored);
        for (int i = 0; i < levels.length; i++) {
            double expected = Math.clamp((stored[i] - low) / (high - low), 0.0, 1.0) * 255;
            assertThat((double) levels[i]).isEqualTo(expected, within(1e-4));
        }
    }

    private static float[] stored() {
        JsonNode values = GOLDEN.get("stored");
        float[] stored = new float[values.size()];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = values.get(i).asInt();
        }
        return stored;
    }

    static byte[] file(String name) {
        return Base64.getDecoder().decode(GOLDEN.get("files").get(name).asString());
    }

    private static EncodedImage open(String name) {
        return new ImageDecoder(3).open(file(name), name);
    }
}
