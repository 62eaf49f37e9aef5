package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.image.Image;
import dev.graft.data.image.Interpolation;
import dev.graft.data.image.RandomResizedCrop;
import dev.graft.data.image.Resize;
import dev.graft.data.image.Transform;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Large JPEGs are decoded smaller where that is enough, the right way up, and small ones as ever.
class ReducedDecodingTest {
    private static final ImageDecoder DECODER = new ImageDecoder(3);

    static Stream<Arguments> orientations() {
        return IntStream.rangeClosed(0, 9)
                .boxed()
                .flatMap(value -> Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)
                        .map(order -> Arguments.of(value, order)));
    }

    @ParameterizedTest
    @MethodSource("orientations")
    void turnsAsOpenCvDoes(int orientation, ByteOrder order) {
        byte[] file = withExif(ImageEncoder.jpeg(photo(45, 30), 95), orientation, order);
        EncodedImage encoded = DECODER.open(file, "x");
        Image decoded = encoded.decode(1);
        assertThat(decoded).isEqualTo(asOpenCvTurnsIt(file));
        assertThat(encoded.width()).isEqualTo(decoded.width());
        assertThat(encoded.height()).isEqualTo(decoded.height());
    }

    @Test
    void brokenExifIsUpright() {
        byte[] file = withExif(ImageEncoder.jpeg(photo(45, 30), 95), 6, ByteOrder.LITTLE_ENDIAN);
        for (int at = 2; at < 40; at++) {
            byte[] damaged = file.clone();
            damaged[at] ^= 0x7f;
            try {
                EncodedImage encoded = DECODER.open(damaged, "x");
                Image decoded = encoded.decode(1);
                assertThat(decoded.width()).isEqualTo(encoded.width());
            } catch (DataException e) {
                assertThat(e).hasMessageStartingWith("x: ");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("orientations")
    void smallerIsTheSamePictureTheSameWayUp(int orientation, ByteOrder order) {
        byte[] file = withExif(ImageEncoder.jpeg(photo(400, 304), 95), orientation, order);
        EncodedImage encoded = DECODER.open(file, "x");
        Image whole = encoded.decode(1);
        for (int reduction : new int[] {2, 4, 8}) {
            Image small = encoded.decode(reduction);
            Image expected = Reductions.mean(whole, reduction);
            assertThat(small.toString()).isEqualTo(expected.toString());
            assertThat(Reductions.meanDifference(small, expected)).isLessThan(2);
        }
    }

    @Test
    void aRowThatIsNotFullCountsAsOne() {
        EncodedImage encoded = DECODER.open(ImageEncoder.jpeg(photo(403, 301), 95), "x");
        assertThat(encoded.decode(2).toString()).isEqualTo("202x151 RGB");
        assertThat(encoded.decode(8).toString()).isEqualTo("51x38 RGB");
    }

    @Test
    void onlyThoseReductionsAreThere() {
        EncodedImage encoded = DECODER.open(ImageEncoder.jpeg(photo(45, 30), 95), "x");
        assertThatThrownBy(() -> encoded.decode(3)).hasMessageContaining("1, 2, 4 or 8, found 3");
    }

    @Test
    void anotherFormatStaysAsItIs() {
        EncodedImage encoded = DECODER.open(ImageEncoder.png(photo(64, 48)), "x");
        assertThat(encoded.decode(8)).isEqualTo(photo(64, 48));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 399})
    void aPictureNotFourTimesAsLargeIsAsBefore(int height) {
        byte[] file = ImageEncoder.jpeg(photo(height * 4 / 3, height), 95);
        for (Transform first : new Transform[] {new Resize(100), new RandomResizedCrop(100, 0.3)}) {
            ImagePipeline pipeline = ImagePipeline.of(first);
            for (int seed = 0; seed < 5; seed++) {
                assertThat(apply(pipeline, file, seed)).isEqualTo(applyToWhole(pipeline, file, seed));
            }
        }
    }

    @Test
    void aLargeOneIsCloseAndExactWhereAskedFor() {
        byte[] file = ImageEncoder.jpeg(photo(1201, 901), 95);
        for (Transform first : new Transform[] {
            new Resize(50),
            new RandomResizedCrop(50, 0.5),
            new Resize(50, Interpolation.BICUBIC),
            new RandomResizedCrop(50, 0.5, Interpolation.BICUBIC)
        }) {
            ImagePipeline pipeline = ImagePipeline.of(first);
            for (int seed = 0; seed < 5; seed++) {
                float[] whole = applyToWhole(pipeline, file, seed);
                float[] found = apply(pipeline, file, seed);
                assertThat(found).isNotEqualTo(whole);
                double sum = 0;
                for (int i = 0; i < whole.length; i++) {
                    sum += Math.abs(found[i] - whole[i]) * 255;
                }
                assertThat(sum / whole.length).isLessThan(1.5);
                assertThat(apply(pipeline.withExactDecoding(true), file, seed)).isEqualTo(whole);
            }
        }
    }

    private static float[] apply(ImagePipeline pipeline, byte[] file, int seed) {
        return pipeline.apply(DECODER.open(file, "x"), new SplittableRandom(seed))
                .values();
    }

    private static float[] applyToWhole(ImagePipeline pipeline, byte[] file, int seed) {
        return pipeline.apply(DECODER.decode(file, "x"), new SplittableRandom(seed))
                .values();
    }

    private static Image asOpenCvTurnsIt(byte[] file) {
        try (PointerScope scope = new PointerScope()) {
            Mat encoded = new Mat(1, file.length, opencv_core.CV_8UC1, new BytePointer(file));
            Mat decoded = opencv_imgcodecs.imdecode(encoded, opencv_imgcodecs.IMREAD_COLOR_RGB);
            byte[] pixels = new byte[decoded.rows() * decoded.cols() * 3];
            decoded.data().get(pixels);
            return Image.of(decoded.cols(), decoded.rows(), 3, pixels);
        }
    }

    /// Smooth, and no corner like another.
    static Image photo(int width, int height) {
        Image image = Image.black(width, height, 3);
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double u = x / (double) width;
                double v = y / (double) height;
                image.pixels()[at++] = (byte) (20 + 200 * u);
                image.pixels()[at++] = (byte) (30 + 180 * v);
                image.pixels()[at++] = (byte) (128 + 90 * Math.sin(9 * u + 5 * v * v));
            }
        }
        return image;
    }

    private static byte[] withExif(byte[] jpeg, int orientation, ByteOrder order) {
        ByteBuffer tiff = ByteBuffer.allocate(38).order(order);
        tiff.putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4D4D : 0x4949));
        tiff.putShort((short) 42).putInt(8).putShort((short) 2);
        tiff.putShort((short) 0x0100).putShort((short) 3).putInt(1).putInt(0);
        tiff.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        tiff.putInt(0);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(jpeg, 0, 2);
        file.writeBytes(
                new byte[] {(byte) 0xff, (byte) 0xE1, 0, (byte) (2 + 6 + tiff.capacity()), 'E', 'x', 'i', 'f', 0, 0});
        file.writeBytes(tiff.array());
        file.write(jpeg, 2, jpeg.length - 2);
        return file.toByteArray();
    }

    /// What a reduced image should look like.
    private static final class Reductions {
        private Reductions() {}

        static Image mean(Image image, int by) {
            int width = Math.ceilDiv(image.width(), by);
            int height = Math.ceilDiv(image.height(), by);
            Image result = Image.black(width, height, 3);
            for (int at = 0; at < result.pixels().length; at++) {
                int x = at / 3 % width * by;
                int y = at / 3 / width * by;
                int sum = 0;
                int count = 0;
                for (int dy = 0; dy < by && y + dy < image.height(); dy++) {
                    for (int dx = 0; dx < by && x + dx < image.width(); dx++) {
                        sum += image.at(x + dx, y + dy, at % 3);
                        count++;
                    }
                }
                result.pixels()[at] = (byte) (sum / count);
            }
            return result;
        }

        static double meanDifference(Image one, Image other) {
            long sum = 0;
            for (int i = 0; i < one.pixels().length; i++) {
                sum += Math.abs((one.pixels()[i] & 0xff) - (other.pixels()[i] & 0xff));
            }
            return sum / (double) one.pixels().length;
        }
    }
}
