package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.image.Image;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Pixels as Pillow decodes them: exact where the format is lossless, within 2/255 for JPEG.
@NeedsShared("parity/images")
class DecodeTest {
    static Stream<String> names() {
        return Shared.json("parity/transforms.json").get("decode").propertyNames().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void equalsPillow(String name) {
        Image image = new ImageDecoder(3).read(image(name));
        JsonNode golden = Shared.json("parity/transforms.json").get("decode").get(name);
        Statistics.assertMatches(image, golden, name.endsWith("jpg") ? 2 : 0);
    }

    @Test
    void alphaIsKeptWhenAskedFor() {
        Image image = new ImageDecoder(4).read(image("rgba.png"));
        assertThat(image.channels()).isEqualTo(4);
        assertThat(image.at(0, 0, 0)).isEqualTo(147);
        assertThat(image.at(0, 0, 3)).isZero();
        assertThat(image.at(150, 100, 3)).isEqualTo(150);
        assertThat(new ImageDecoder(4).read(image("base_q90.jpg")).at(7, 7, 3)).isEqualTo(255);
    }

    @Test
    void greyIsLuma() {
        Image rgb = new ImageDecoder(3).read(image("base.png"));
        Image grey = new ImageDecoder(1).read(image("base.png"));
        double luma = 0.299 * rgb.at(9, 9, 0) + 0.587 * rgb.at(9, 9, 1) + 0.114 * rgb.at(9, 9, 2);
        assertThat((double) grey.at(9, 9, 0)).isEqualTo(luma, within(0.6));
    }

    @Test
    void greyOfSixteenBitsKeepsAll() {
        Image image = new ImageDecoder(1)
                .open(image("gray16.png"))
                .within(ValueRange.ofBits(16))
                .decode(1);
        assertThat(image.levels()[0]).isEqualTo(37779 / 257f);
        assertThat(image.levels()[100 * image.width() + 150]).isEqualTo(49344 / 257f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base.png", "base_q90.jpg", "cmyk.jpg", "base.gif", "base.bmp", "base.webp", "rgba.png"})
    void everyCutIsNoticed(String name) {
        byte[] whole = ImageDecoder.bytes(image(name));
        ImageDecoder decoder = new ImageDecoder(3);
        for (int length : new int[] {0, 1, 5, 11, 25, 60, whole.length / 2, whole.length - 100, whole.length - 13}) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decoder.decode(cut, name))
                    .as("%s cut to %d bytes", name, length)
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith(name + ": ");
        }
    }

    @Test
    void brokenFilesSayWhy() {
        assertThatThrownBy(() -> new ImageDecoder(3).read(image("truncated.jpg")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("truncated.jpg: the file is cut off: no end-of-image marker");
        assertThatThrownBy(() -> new ImageDecoder(3).read(image("not_an_image.jpg")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("not_an_image.jpg: not an image");
        byte[] damaged = ImageDecoder.bytes(image("base.png"));
        damaged[damaged.length / 2] ^= 0x55;
        assertThatThrownBy(() -> new ImageDecoder(3).decode(damaged, "damaged.png"))
                .hasMessageContaining("a checksum is wrong");
        assertThatThrownBy(() -> new ImageDecoder(3).read(Path.of("nowhere.png")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("nowhere.png: cannot be read");
    }

    @ParameterizedTest
    @MethodSource("names")
    void tooManyPixelsAreRefusedFromTheHeader(String name) {
        assertThatThrownBy(() -> new ImageDecoder(3, 59_999).read(image(name)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("expected at most 59999");
        new ImageDecoder(3, 60_000).read(image(name));
    }

    @Test
    void aHugeSizeInASmallFileIsRefused() {
        byte[] bomb = ImageDecoder.bytes(image("base.png"));
        bomb[16] = 0x7f; // width: two thousand million
        bomb[20] = 0x7f;
        assertThatThrownBy(() -> new ImageDecoder(3).decode(bomb, "bomb.png")).hasMessageContaining("expected at most");
    }

    @Test
    void writesWhatItReads() {
        Image image = new ImageDecoder(3).read(image("base.png"));
        assertThat(new ImageDecoder(3).decode(ImageEncoder.png(image), "again")).isEqualTo(image);
        Image alpha = new ImageDecoder(4).read(image("rgba.png"));
        assertThat(new ImageDecoder(4).decode(ImageEncoder.png(alpha), "again")).isEqualTo(alpha);
        Image lossy = new ImageDecoder(3).decode(ImageEncoder.jpeg(image, 95), "again");
        assertThat(lossy.at(20, 10, 0)).isBetween(image.at(20, 10, 0) - 40, image.at(20, 10, 0) + 40);
    }

    private static Path image(String name) {
        return Shared.path("parity/images/" + name);
    }
}
