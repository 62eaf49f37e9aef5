package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.image.CenterCrop;
import dev.graft.data.image.Image;
import dev.graft.data.image.LongImage;
import dev.graft.data.image.Resize;
import dev.graft.data.image.Transform;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pictures that ended the process, or took its time or its memory.
class HarmfulImagesTest {
    private static final ImageDecoder DECODER = new ImageDecoder(3);

    private static Image noise(int width, int height) {
        byte[] pixels = new byte[width * height * 3];
        new SplittableRandom(width * 31L + height).nextBytes(pixels);
        return Image.of(width, height, 3, pixels);
    }

    private static byte[] chunk(String name, byte[] content) {
        byte[] inside = ByteBuffer.allocate(4 + content.length)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
        CRC32 checksum = new CRC32();
        checksum.update(inside);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(inside)
                .putInt((int) checksum.getValue())
                .array();
    }

    /// A PNG with chunks put in before its pixels.
    private static byte[] png(Image image, byte[]... chunks) {
        byte[] plain = ImageEncoder.png(image);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 33);
        for (byte[] each : chunks) {
            out.writeBytes(each);
        }
        out.write(plain, 33, plain.length - 33);
        return out.toByteArray();
    }

    /// Frames that lie outside the image made the decoder write beyond its memory.
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2000000000, 7", "-1, -1", "3, 3"})
    void ofAnAnimationTheStillPictureIsRead(int offset, int frames) {
        Image image = noise(5, 4);
        byte[] control = ByteBuffer.allocate(26)
                .putInt(0)
                .putInt(4000)
                .putInt(4000)
                .putInt(offset)
                .putInt(offset)
                .array();
        byte[] animated = png(
                image,
                chunk("acTL", ByteBuffer.allocate(8).putInt(frames).array()),
                chunk("fcTL", control),
                chunk("fdAT", new byte[] {0, 0, 0, 1, 9, 9, 9}));
        assertThat(DECODER.decode(animated, "x")).isEqualTo(image);
        assertThat(new ImageDecoder(4).decode(animated, "x").toChannels(3)).isEqualTo(image);
        assertThat(PngChunks.still(animated)).isEqualTo(ImageEncoder.png(image));
        assertThat(PngChunks.still(ImageEncoder.png(image))).isEqualTo(ImageEncoder.png(image));
    }

    @NeedsShared("cases/drills/apng-175-bytes.png")
    @ParameterizedTest
    @ValueSource(strings = {"apng-175-bytes.png", "apng-226-bytes.png"})
    void drills(String name) throws IOException {
        byte[] file = Files.readAllBytes(Shared.path("cases/drills/" + name));
        for (int channels : new int[] {1, 3, 4}) {
            try {
                assertThat(new ImageDecoder(channels).decode(file, name).width())
                        .isPositive();
            } catch (DataException e) {
                assertThat(e).hasMessageStartingWith(name);
            }
        }
    }

    @Test
    void aJpegOfThousandsOfScansIsRefusedBeforeItIsDecoded() {
        byte[] jpeg = ImageEncoder.jpeg(noise(16, 16), 90);
        int scan = new String(jpeg, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00da");
        byte[] again = Arrays.copyOfRange(jpeg, scan, jpeg.length - 2);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < 300; i++) {
            out.writeBytes(again);
        }
        out.write(jpeg, jpeg.length - 2, 2);
        assertThatThrownBy(() -> DECODER.decode(out.toByteArray(), "x.jpg"))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "x.jpg: a JPEG of 16x16 pixels in 201 scans or more, which would take minutes to decode; save it again with fewer");
    }

    @Test
    @NeedsShared("cases/drills/progressive-2000-scans-13000.jpg")
    void drillOfScans() {
        Assertions.assertThatCode(() -> DECODER.read(Shared.path("cases/drills/progressive-2000-scans-13000.jpg")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("scans or more");
    }

    /// The whole of 20,000 x 1 at 256 pixels would have 1.3 billion.
    @ParameterizedTest
    @CsvSource({"20000, 1", "1, 3000", "2, 100000", "70000, 3"})
    void aVeryLongImageIsCroppedWithoutMakingTheWhole(int width, int height) {
        Image image = noise(width, height);
        long before = System.nanoTime();
        ImagePipeline pipeline = ImagePipeline.evaluation(Preprocessing.imagenet(224, 256));
        assertThat(pipeline.tensor(image).numel()).isEqualTo(3 * 224 * 224);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThatThrownBy(() -> new Resize(20_000).apply(image, new SplittableRandom(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at most 178956970 in all");
    }

    /// As the usual way makes it, within a level of 255.
    @ParameterizedTest
    @CsvSource({"700, 10, 32, 28", "9, 640, 32, 28", "65, 1, 24, 24", "1, 300, 16, 12", "6600, 100, 32, 32"})
    void theMiddleIsThatOfTheWhole(int width, int height, int resize, int crop) {
        Image image = noise(width, height);
        List<Transform> steps = List.of(new Resize(resize), new CenterCrop(crop));
        assertThat(LongImage.isIn(width, height, steps)).isTrue();
        Image middle = LongImage.middle(image, new Resize(resize), new CenterCrop(crop));
        Image whole = steps.get(1).apply(steps.get(0).apply(image, new SplittableRandom(0)), new SplittableRandom(0));
        assertThat(middle.width()).isEqualTo(whole.width());
        for (int i = 0; i < whole.pixels().length; i++) {
            assertThat((middle.pixels()[i] & 0xff) - (whole.pixels()[i] & 0xff)).isBetween(-1, 1);
        }
    }
}
