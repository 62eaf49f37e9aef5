package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.ImageHeader.Format;
import dev.graft.data.image.Image;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files made to harm: whatever the bytes, the outcome is an image within the limit or a `DataException`.
class HostileImagesTest {
    private static final ImageDecoder DECODER = new ImageDecoder(3, 10_000);

    @ParameterizedTest
    @EnumSource(Format.class)
    void everyFormatIsReadAndItsHeaderTellsTheSize(Format format) {
        byte[] file = encode(format);
        ImageHeader header = ImageHeader.read(file).orElseThrow();
        assertThat(header).isEqualTo(new ImageHeader(format, 20, 14));
        assertThat(DECODER.decode(file, "x").toString()).isEqualTo("20x14 RGB");
        assertThatThrownBy(() -> new ImageDecoder(3, 279).decode(file, "x")).hasMessageContaining("at most 279");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void damageNeverDoesMoreThanFail(Format format) {
        byte[] file = encode(format);
        SplittableRandom random = new SplittableRandom(3);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] damaged = round % 3 == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file.clone();
            for (int i = 0; i < round % 5 && damaged.length > 0; i++) {
                damaged[random.nextInt(Math.min(damaged.length, 80))] = (byte) random.nextInt(256);
            }
            try {
                Image image = DECODER.decode(damaged, "x");
                assertThat(image.width() * image.height()).isLessThanOrEqualTo(10_000);
            } catch (DataException e) {
                assertThat(e).hasMessageStartingWith("x: ");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    @Test
    void hugeSizesAreRefusedInEveryHeader() {
        for (byte[] bomb : new byte[][] {
            // JPEG: padding, a comment, then the frame
            bytes(0xFF, 0xD8, 0xFF, 0xFF, 0xFE, 0, 4, 1, 2, 0xFF, 0xC2, 0, 17, 8, 0xEA, 0x60, 0xEA, 0x60, 3),
            little("BM", 26)
                    .putInt(14, 12)
                    .putShort(18, (short) 60_000)
                    .putShort(20, (short) 60_000)
                    .array(),
            little("BM", 30)
                    .putInt(14, 40)
                    .putInt(18, 60_000)
                    .putInt(22, -60_000)
                    .array(),
            little("GIF89a", 13)
                    .putShort(6, (short) 60_000)
                    .putShort(8, (short) 60_000)
                    .array(),
            little("RIFFxxxxWEBPVP8X", 40).putInt(24, 60_000).putInt(27, 60_000).array(),
            little("RIFFxxxxWEBPVP8L/", 40).putInt(21, -1).array(),
            little("RIFFxxxxWEBPVP8 ", 40)
                    .putShort(26, (short) 16_383)
                    .putShort(28, (short) 16_383)
                    .array(),
        }) {
            assertThatThrownBy(() -> new ImageDecoder(3).decode(bomb, "bomb"))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("expected at most 178956970");
        }
    }

    private static ByteBuffer little(String start, int length) {
        byte[] bytes = Arrays.copyOf(start.getBytes(StandardCharsets.ISO_8859_1), length);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] encode(Format format) {
        OpenCv.start();
        byte[] pixels = new byte[20 * 14 * 3];
        new SplittableRandom(1).nextBytes(pixels);
        try (PointerScope scope = new PointerScope()) {
            Mat mat = new Mat(14, 20, opencv_core.CV_8UC3, new BytePointer(pixels));
            BytePointer encoded = new BytePointer();
            String extension = "." + format.name().toLowerCase(Locale.ROOT);
            assertThat(opencv_imgcodecs.imencode(extension, mat, encoded)).isTrue();
            byte[] file = new byte[(int) encoded.limit()];
            encoded.get(file);
            return file;
        }
    }
}
