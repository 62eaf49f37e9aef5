package dev.graft.data.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.ImageData;
import dev.graft.data.ImageSource;
import dev.graft.data.Splits;
import dev.graft.data.demo.SurfacePhotos.Kind;
import dev.graft.data.image.Image;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SurfacePhotosTest {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void theSeedDrawsThePicture(Kind kind) {
        Image first = SurfacePhotos.draw(kind, 5, 48);
        assertThat(first.toString()).isEqualTo("48x48 RGB");
        assertThat(SurfacePhotos.draw(kind, 5, 48)).isEqualTo(first);
        assertThat(SurfacePhotos.draw(kind, 6, 48)).isNotEqualTo(first);
    }

    /// Neither too dark nor burnt out, whatever the seed draws.
    @ParameterizedTest
    @EnumSource(Kind.class)
    void exposureIsAPhotographs(Kind kind) {
        for (int seed = 0; seed < 40; seed++) {
            Image image = SurfacePhotos.draw(kind, seed, 32);
            int sum = 0;
            int burnt = 0;
            for (byte value : image.pixels()) {
                sum += value & 0xff;
                burnt += (value & 0xff) == 255 || value == 0 ? 1 : 0;
            }
            assertThat(sum / image.pixels().length).isBetween(40, 230);
            assertThat(burnt).isLessThan(image.pixels().length / 4);
        }
    }

    @Test
    void writesADataSet(@TempDir Path folder) {
        SurfacePhotos.write(folder, 3, 2, 1);
        Splits<ImageSource> splits = ImageData.open(folder);
        assertThat(splits.labels()).containsExactly("crack", "dent", "good", "pit", "scratch", "stain");
        assertThat(splits.train().counts()).containsOnly(3);
        assertThat(splits.validation().counts()).containsOnly(2);
        assertThat(splits.problems()).isEmpty();
        assertThat(splits.notes()).isEmpty();
        Image image = splits.train().examples().getFirst().input().read(3);
        assertThat(image.width()).isEqualTo(SurfacePhotos.SIZE);
    }

    @Test
    void mistakesAreNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> SurfacePhotos.draw(Kind.PIT, 1, 8))
                .hasMessageContaining("at least 16 pixels, found 8");
        assertThatThrownBy(() -> SurfacePhotos.write(folder, 0, 1, 1)).hasMessageContaining("found 0 to train");
    }
}
