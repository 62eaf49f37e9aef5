package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.image.Image;
import dev.graft.testing.Golden;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two hundred kinds of images beside Pillow: `core/src/test/golden/decoding`.
class DecodingParityTest {
    /// Refused by name, see the guide.
    private static final Map<String, String> REFUSED = Map.of(
            "tif-lab.tif", "CIELab",
            "tif-jpeg-rgba.tif", "with alpha and JPEG compression");

    private static final Set<String> LOSSY = Set.of("jpg", "webp");
    private static final ImageDecoder DECODER = new ImageDecoder(3);

    private static Map<String, byte[]> images() throws IOException {
        Map<String, byte[]> images = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(Golden.path("decoding/pictures.zip").toFile())) {
            for (var entry : Collections.list(zip.entries())) {
                images.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return images;
    }

    private static List<String> expected() throws IOException {
        try (ZipFile zip = new ZipFile(Golden.path("decoding/expected.zip").toFile())) {
            byte[] text = zip.getInputStream(zip.getEntry("expected.csv")).readAllBytes();
            return new String(text, StandardCharsets.US_ASCII).lines().toList();
        }
    }

    @Test
    void everyKindIsReadAsPillowReadsIt() throws IOException {
        Map<String, byte[]> images = images();
        List<String> lines = expected();
        assertThat(lines).hasSameSizeAs(images.keySet()).hasSizeGreaterThan(200);
        List<String> wrong = new ArrayList<>();
        for (String line : lines) {
            String[] cells = line.split(",");
            String name = cells[0];
            try {
                Image image = DECODER.decode(images.getOrDefault(name, new byte[0]), name);
                int off = difference(image, cells);
                boolean computed = LOSSY.contains(name.substring(name.lastIndexOf('.') + 1)) || name.contains("ycbcr");
                int most = computed ? 2 : 0;
                if (off > most) {
                    wrong.add(name + ": " + off + " levels");
                }
            } catch (DataException e) {
                if (!String.valueOf(e.getMessage()).contains(REFUSED.getOrDefault(name, "is refused by nobody"))) {
                    wrong.add(String.valueOf(e.getMessage()));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static int difference(Image image, String[] cells) {
        if (image.width() != Integer.parseInt(cells[1]) || image.height() != Integer.parseInt(cells[2])) {
            return 256;
        }
        byte[] pixels = HexFormat.of().parseHex(cells[3]);
        int most = 0;
        for (int i = 0; i < pixels.length; i++) {
            most = Math.max(most, Math.abs((pixels[i] & 0xff) - (image.pixels()[i] & 0xff)));
        }
        return most;
    }

    /// With alpha an image is turned as without.
    @ParameterizedTest
    @CsvSource({"png-exif6.png", "webp-exif6.webp", "tif-exif6.tif", "tif-raw-rgba.tif", "gif-rgba.gif", "pnm-rgb.ppm"})
    void fourChannelsHaveTheSameColours(String name) throws IOException {
        byte[] file = images().getOrDefault(name, new byte[0]);
        Image three = DECODER.decode(file, name);
        assertThat(new ImageDecoder(4).decode(file, name).toChannels(3)).isEqualTo(three);
        assertThat(new ImageDecoder(1).decode(file, name)).isEqualTo(three.toChannels(1));
    }

    @Test
    void cutOffFilesAreRefused() throws IOException {
        Map<String, byte[]> images = images();
        for (String name : List.of(
                "gif-p16.gif",
                "bmp-16-565.bmp",
                "pnm-rgb.ppm",
                "pnm-p2.pgm",
                "pnm-one.ppm",
                "tif-raw-rgba.tif",
                "tif-4bit.tif",
                "tif-big.tif")) {
            byte[] whole = images.getOrDefault(name, new byte[0]);
            assertThat(whole).isNotEmpty();
            for (int length : new int[] {0, 3, 11, whole.length / 4, whole.length / 2}) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> DECODER.decode(cut, "x"))
                        .as(name + " " + length)
                        .isInstanceOf(DataException.class)
                        .hasMessageStartingWith("x: ");
            }
        }
    }

    @NeedsShared("cases/images")
    @ParameterizedTest
    @CsvSource({
        "bigtiff.tif",
        "junk-before-marker.jpg",
        "bmp-555.bmp",
        "bmp-565.bmp",
        "bmp-rle4.bmp",
        "alpha.tif",
        "alpha.png",
        "apng-default-image.png",
        "gif-transparent-ground.gif",
        "webp-exif-rotated.webp",
        "tall-1x3000.gif"
    })
    void theSharedCasesAreRead(String name) throws IOException {
        Image image = DECODER.decode(Files.readAllBytes(Shared.path("cases/images/" + name)), name);
        assertThat(image.width()).isPositive();
        if (name.startsWith("webp")) {
            assertThat(image.height()).isGreaterThan(image.width());
        }
    }
}
