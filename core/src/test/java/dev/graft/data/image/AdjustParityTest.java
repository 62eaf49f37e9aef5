package dev.graft.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Colour changes on a photograph-sized image.
@NeedsShared("parity/images")
class AdjustParityTest {
    @ParameterizedTest
    @ValueSource(strings = {"brightness(1.2)", "contrast(0.8)", "saturation(1.3)", "hue(0.1)"})
    void equalsTorchvision(String adjust) {
        Image image = base();
        double factor = Double.parseDouble(adjust.substring(adjust.indexOf('(') + 1, adjust.length() - 1));
        Image found = switch (adjust.charAt(0)) {
            case 'b' -> Colors.brightness(image, (float) factor);
            case 'c' -> Colors.contrast(image, (float) factor);
            case 's' -> Colors.saturation(image, (float) factor);
            default -> Colors.hue(image, factor);
        };
        JsonNode golden =
                Shared.json("parity/transforms.json").get("on base.png, uint8").get("adjust_" + adjust);
        for (JsonNode sample : golden.get("samples")) {
            int y = sample.get(0).asInt();
            int x = sample.get(1).asInt();
            int[] pixel = {found.at(x, y, 0), found.at(x, y, 1), found.at(x, y, 2)};
            int[] expected = new int[3];
            Arrays.setAll(expected, c -> sample.get(2).get(c).asInt());
            assertThat(pixel).isEqualTo(expected);
        }
        long sum = 0;
        for (int i = 0; i < found.pixels().length; i += 3) {
            sum += found.pixels()[i] & 0xff;
        }
        double mean = sum * 3.0 / found.pixels().length;
        assertThat(Math.abs(mean - golden.get("mean").get(0).asDouble())).isLessThan(1e-4);
    }

    private static Image base() {
        try (Mat decoded = opencv_imgcodecs.imread(
                Shared.path("parity/images/base.png").toString(), opencv_imgcodecs.IMREAD_COLOR_RGB)) {
            byte[] pixels = new byte[decoded.rows() * decoded.cols() * 3];
            decoded.data().get(pixels);
            return Image.of(decoded.cols(), decoded.rows(), 3, pixels);
        }
    }
}
