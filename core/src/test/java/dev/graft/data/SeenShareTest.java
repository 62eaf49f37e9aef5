package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.image.Image;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeenShareTest {
    private static final Preprocessing USUAL = Preprocessing.imagenet(224, 256);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void saysHowMuchIsSeenAndHowToShowTheRest() throws IOException {
        assertThat(ImageInput.of(USUAL).notes(splits(100, 70)))
                .containsExactly("the middle square is all the model sees of an image: 54% of a typical one;"
                        + " --fit pad or --fit squeeze shows it whole");
        assertThat(ImageInput.of(Preprocessing.imagenet(224, 224)).notes(splits(70, 140)))
                .singleElement()
                .asString()
                .contains("50% of a typical one");
    }

    @ParameterizedTest
    @CsvSource({"100,100", "100,95", "640,480", "500,374", "480,640"})
    void photosAreNothingToSpeakOf(int width, int height) throws IOException {
        assertThat(ImageInput.of(USUAL).notes(splits(width, height))).isEmpty();
    }

    @Test
    void whatShowsTheWholeNeedsNoNote() throws IOException {
        assertThat(ImageInput.of(USUAL.withFit(Fit.PAD)).notes(splits(100, 20))).isEmpty();
        assertThat(ImageInput.of(USUAL.withFit(Fit.SQUEEZE)).notes(splits(100, 20)))
                .isEmpty();
    }

    @Test
    void oneThatIsLongAmongSquaresIsNotTypical() throws IOException {
        List<Example<ImageSource>> examples =
                new ArrayList<>(splits(50, 50).train().examples());
        examples.addAll(splits(50, 5).train().examples().subList(0, 2));
        assertThat(ImageInput.of(USUAL).notes(of(examples))).isEmpty();
    }

    @Test
    void whatHasNoHeaderIsPassedOver() {
        Example<ImageSource> none = Example.of(ImageSource.of("x", new byte[0]), 0);
        Example<ImageSource> gone = Example.of(ImageSource.of(folder.resolve("gone.png")), 0);
        assertThat(ImageInput.of(USUAL).notes(of(List.of(none, gone)))).isEmpty();
    }

    @Test
    @NeedsShared("data/images/magnetic-tile")
    void tilesAreLong() {
        ImageOptions quick = ImageOptions.defaults().withCheck(ImageOptions.Check.HEADERS);
        assertThat(ImageInput.of(USUAL).notes(ImageData.open(Shared.path("data/images/magnetic-tile"), quick)))
                .singleElement()
                .asString()
                .containsPattern("the middle square is all .* 5\\d% of a typical one");
    }

    private Splits<ImageSource> splits(int width, int height) throws IOException {
        List<Example<ImageSource>> examples = new ArrayList<>();
        byte[] png = ImageEncoder.png(Image.black(width, height, 3));
        Path file = Files.write(folder.resolve(width + "x" + height + ".png"), png);
        for (int i = 0; i < 3; i++) {
            examples.add(Example.of(i == 0 ? ImageSource.of("x", png) : ImageSource.of(file), 0));
        }
        return of(examples);
    }

    private static Splits<ImageSource> of(List<Example<ImageSource>> examples) {
        Dataset<ImageSource> data = Dataset.ofClasses(examples, List.of("a"));
        return Splits.of(Kind.IMAGE, data, data);
    }
}
