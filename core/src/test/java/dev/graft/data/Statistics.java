package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.image.Image;
import tools.jackson.databind.JsonNode;

/// Compares an image with `shape`, `mean`, `std` and `samples` of a reference file.
final class Statistics {
    private Statistics() {}

    static void assertMatches(Image image, JsonNode golden, int tolerance) {
        float[] planes = new float[image.pixels().length];
        int plane = image.width() * image.height();
        for (int i = 0; i < planes.length; i++) {
            planes[i % image.channels() * plane + i / image.channels()] = image.pixels()[i] & 0xff;
        }
        assertMatches(planes, image.height(), image.width(), golden, tolerance);
    }

    /// @param tolerance of a single value; means and deviations may differ by little more than half of it
    static void assertMatches(float[] planes, int height, int width, JsonNode golden, double tolerance) {
        int channels = planes.length / height / width;
        assertThat(new int[] {channels, height, width})
                .containsExactly(
                        golden.get("shape").get(0).asInt(),
                        golden.get("shape").get(1).asInt(),
                        golden.get("shape").get(2).asInt());
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            double squares = 0;
            for (int i = c * height * width; i < (c + 1) * height * width; i++) {
                sum += planes[i];
                squares += (double) planes[i] * planes[i];
            }
            double mean = sum / height / width;
            double std = Math.sqrt(squares / height / width - mean * mean);
            assertThat(mean).isEqualTo(golden.get("mean").get(c).asDouble(), within(0.6 * tolerance + 2e-3));
            assertThat(std).isEqualTo(golden.get("std").get(c).asDouble(), within(0.6 * tolerance + 2e-3));
            for (JsonNode sample : golden.get("samples")) {
                int at = (c * height + sample.get(0).asInt()) * width
                        + sample.get(1).asInt();
                double expected = sample.get(2).get(c).asDouble();
                assertThat((double) planes[at]).isEqualTo(expected, within(tolerance + 1e-4));
            }
        }
    }
}
