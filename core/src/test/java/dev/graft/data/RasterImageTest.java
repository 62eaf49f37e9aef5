package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.image.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RasterImageTest {
    private static final int WIDTH = 9;
    private static final int HEIGHT = 5;

    private static BufferedImage drawn(int type) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        int bands = image.getRaster().getNumBands();
        int most = type == BufferedImage.TYPE_USHORT_GRAY ? 65_536 : 256;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                for (int band = 0; band < bands; band++) {
                    image.getRaster().setSample(x, y, band, (x * 1_031 + y * 3_571 + band * 7_919) % most);
                }
            }
        }
        return image;
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, "png", bytes)).isTrue();
        return bytes.toByteArray();
    }

    /// Grey is not made brighter, alpha is kept, colours are not turned around.
    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_4BYTE_ABGR
            })
    void itIsWhatItsPngIs(int type) throws IOException {
        BufferedImage image = drawn(type);
        for (int channels : new int[] {1, 3, 4}) {
            Image expected = ImageSource.of("x", png(image)).read(channels);
            Image found = ImageSource.of("x", image).read(channels);
            assertThat(found.width()).isEqualTo(WIDTH);
            assertThat(found.height()).isEqualTo(HEIGHT);
            assertThat(found.pixels()).isEqualTo(expected.pixels());
        }
    }

    @Test
    void deepGreyNeedsARangeAsItsFileWould() {
        BufferedImage image = drawn(BufferedImage.TYPE_USHORT_GRAY);
        ImageSource source = ImageSource.of("scan 3", image);
        assertThatThrownBy(() -> source.read(1))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("scan 3: ");
        float[] levels =
                source.open(1).within(new ValueRange(0, 65_535)).decode(1).levels();
        assertThat(levels[1]).isEqualTo((float) (1_031 * 255.0 / 65_535));
    }

    @Test
    void theSamePixelsHaveTheSameFingerprint() {
        ImageSource one = ImageSource.of("x", drawn(BufferedImage.TYPE_INT_RGB));
        assertThat(one.fingerprint())
                .isEqualTo(
                        ImageSource.of("x", drawn(BufferedImage.TYPE_INT_RGB)).fingerprint());
        BufferedImage other = drawn(BufferedImage.TYPE_INT_RGB);
        other.setRGB(0, 0, 0x123456);
        assertThat(ImageSource.of("x", other).fingerprint()).isNotEqualTo(one.fingerprint());
    }
}
