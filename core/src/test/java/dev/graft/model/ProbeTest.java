package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.Datasets;
import dev.graft.Models;
import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ImageData;
import dev.graft.data.ImageSource;
import dev.graft.data.Labelled;
import dev.graft.data.Task;
import dev.graft.testing.Surfaces;
import dev.graft.testing.ToyBert;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {
    private static final int EACH = 14;
    private static final double TEMPERATURE = 0.07;

    @TempDir
    static Path shared;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Dataset<ImageSource> photos;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Model<ImageSource> model;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Probe<ImageSource> probe;

    @BeforeAll
    static void compute() throws IOException {
        photos =
                ImageData.open(Surfaces.classes(shared.resolve("photos"), EACH)).all();
        model = Models.start(
                ModelKind.IMAGE,
                ModelChoice.of("graft-nano"),
                Task.SINGLE_LABEL_CLASSIFICATION,
                photos.labels(),
                Device.CPU);
        probe = Probe.of(model, model.input(), photos, Probe.usualStages(model), (done, all) -> {});
    }

    @AfterAll
    static void close() {
        probe.close();
        model.close();
    }

    private static String last() {
        return probe.stages().getLast();
    }

    private static double accuracy(float[][] said) {
        return IntStream.range(0, said.length)
                        .filter(i -> IntStream.range(0, said[i].length)
                                .allMatch(label -> said[i][label]
                                        <= said[i][photos.examples().get(i).label()]))
                        .count()
                / (double) said.length;
    }

    /// One after the other, by the class that programs ask for features.
    @Test
    void featuresOfAllDepthsAreThoseOfAPredictor() {
        assertThat(probe.stages()).hasSize(3);
        try (Predictor<ImageSource> predictor = Predictor.of(model)) {
            assertThat(last()).isEqualTo(predictor.beforeHead());
            for (String stage : probe.stages()) {
                float[][] features = probe.features(stage);
                assertThat(features).hasNumberOfRows(photos.size());
                for (int i : new int[] {0, 17, 41}) {
                    ImageSource photo = photos.examples().get(i).input();
                    assertThat(features[i]).containsExactly(predictor.features(photo, stage), within(1e-4f));
                }
            }
        }
    }

    @Test
    void headsAnswerWhatTheyDidNotLearnFrom() {
        int[] folds = photos.foldOfEach(5, 1);
        Probe.Said said = probe.heldBack(last(), folds);
        assertThat(accuracy(said.said())).isGreaterThan(0.8);
        assertThat(said.loss()).isBetween(0.0, 0.7);
        for (float[] row : said.said()) {
            assertThat(IntStream.range(0, row.length).mapToDouble(i -> row[i]).sum())
                    .isCloseTo(1, within(1e-5));
        }
        assertThat(probe.heldBack(last(), folds).said()).isDeepEqualTo(said.said());
    }

    /// A class that nobody learned from is said of nothing.
    @Test
    void whatIsNotLearnedFromIsAnsweredAllTheSame() {
        int left = photos.labels().size() - 1;
        boolean[] learned = new boolean[photos.size()];
        for (int i = 0; i < learned.length; i++) {
            learned[i] = photos.examples().get(i).label() != left;
        }
        float[][] said =
                probe.heldBack(last(), photos.foldOfEach(5, 1), learned).said();
        for (int i = 0; i < said.length; i++) {
            assertThat(said[i][left]).isLessThan(0.25f);
        }
        assertThat(accuracy(said)).isBetween(0.5, 2.0 / 3);
    }

    @Test
    void fewerExamplesTeachLess() {
        int[] folds = photos.foldOfEach(5, 1);
        int[] sevenths = photos.foldOfEach(7, 2);
        boolean[] few = new boolean[photos.size()];
        for (int i = 0; i < few.length; i++) {
            few[i] = sevenths[i] == 0;
        }
        assertThat(probe.heldBack(last(), folds, few).loss())
                .isGreaterThan(probe.heldBack(last(), folds).loss());
    }

    private static double cosine(float[] one, float[] other) {
        double product = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
            first += one[i] * one[i];
            second += other[i] * other[i];
        }
        return product / Math.sqrt(first * second);
    }

    /// Word for word, one pair after the other.
    @Test
    void neighboursVoteByHowNearTheyAre() {
        int[] folds = photos.foldOfEach(3, 1);
        float[][] features = probe.features(last());
        float[][] said = probe.neighbours(last(), folds);
        for (int i : new int[] {0, 9, 30}) {
            int at = i;
            List<Integer> near = new ArrayList<>(IntStream.range(0, folds.length)
                    .filter(other -> folds[other] != folds[at])
                    .boxed()
                    .toList());
            near.sort((a, b) -> Double.compare(cosine(features[at], features[b]), cosine(features[at], features[a])));
            double[] votes = new double[photos.labels().size()];
            double sum = 0;
            for (int other : near.subList(0, 20)) {
                double weight = Math.exp(cosine(features[at], features[other]) / TEMPERATURE);
                votes[photos.examples().get(other).label()] += weight;
                sum += weight;
            }
            for (int label = 0; label < votes.length; label++) {
                assertThat((double) said[i][label]).isCloseTo(votes[label] / sum, within(1e-4));
            }
        }
        assertThat(accuracy(said)).isGreaterThan(0.7);
    }

    @Test
    void distancesAreThoseToTheFiveNearest() {
        float[][] features = probe.features(last());
        double[] distances = probe.distances(last());
        for (int i : new int[] {3, 20}) {
            int at = i;
            double mean = IntStream.range(0, features.length)
                    .filter(other -> other != at)
                    .mapToDouble(other -> 1 - cosine(features[at], features[other]))
                    .sorted()
                    .limit(5)
                    .average()
                    .orElseThrow();
            assertThat(distances[i]).isCloseTo(mean, within(1e-5));
        }
    }

    /// Texts come in the order of their lengths.
    @Test
    void textsKeepTheirOrderAndNumbersAreAnsweredToo() throws IOException {
        Dataset<Text> texts = Datasets.ofNumbers(
                List.of(
                        Labelled.numbers("a", Text.of("very good long film"), 0.9),
                        Labelled.numbers("b", Text.of("bad"), 0.1),
                        Labelled.numbers("c", Text.of("good plot"), 0.8),
                        Labelled.numbers("d", Text.of("dull film"), 0.2),
                        Labelled.numbers("e", Text.of("fun"), 1.0),
                        Labelled.numbers("f", Text.of("bad and dull and long"), 0.0)),
                "grade");
        ModelChoice choice =
                ModelChoice.of(ToyBert.write(shared.resolve("bert")).toString()).withWeights(InitialWeights.none());
        try (Model<Text> reader = Models.start(ModelKind.TEXT, choice, Task.REGRESSION, texts.labels(), Device.CPU);
                Probe<Text> numbers = Probe.of(reader, texts);
                Predictor<Text> predictor = Predictor.of(reader)) {
            float[][] features = numbers.features(numbers.stages().getLast());
            for (int i = 0; i < features.length; i++) {
                Example<Text> text = texts.examples().get(i);
                assertThat(features[i]).containsExactly(predictor.features(text.input()), within(1e-4f));
            }
            int[] folds = {0, 1, 2, 0, 1, 2};
            String stage = numbers.stages().getLast();
            for (float[] row : numbers.neighbours(stage, folds)) {
                assertThat(row[0]).isBetween(0f, 1f);
            }
            assertThat(numbers.heldBack(stage, folds).said()).hasDimensions(6, 1);
        }
    }

    @Test
    void fewExamplesHaveAnAnswerOrAClearLine() {
        Dataset<ImageSource> one = photos.subset(0);
        try (Probe<ImageSource> lone = Probe.of(model, one)) {
            assertThat(lone.distances(lone.stages().getLast())).containsExactly(0);
            assertThatThrownBy(() -> lone.neighbours(lone.stages().getLast(), new int[1]))
                    .hasMessage("probe: expected at least 2 folds of 1 examples, found 1 of 1");
            assertThatThrownBy(() -> lone.heldBack(lone.stages().getLast(), new int[1]))
                    .hasMessageContaining("at least 2 folds");
        }
        Dataset<ImageSource> three = photos.subset(0, EACH, 2 * EACH);
        try (Probe<ImageSource> few = Probe.of(model, three)) {
            assertThat(few.neighbours(few.stages().getLast(), new int[] {0, 1, 2}))
                    .hasDimensions(3, 3);
            assertThat(few.heldBack(few.stages().getLast(), new int[] {0, 1, 2}).said())
                    .hasDimensions(3, 3);
        }
        assertThatThrownBy(() -> Probe.of(model, photos.subset())).hasMessage("probe: expected examples, found none");
        assertThatThrownBy(() -> Probe.of(model, model.input(), photos, List.of("fc9"), (done, all) -> {}))
                .hasMessageContaining("expected stages before the head")
                .hasMessageContaining("found 'fc9'");
    }

    @Test
    void whoIsToldCanEndIt() {
        assertThatThrownBy(() -> Probe.of(model, model.input(), photos, Probe.usualStages(model), (done, all) -> {
                    throw new CancellationException("enough after " + done);
                }))
                .isInstanceOf(CancellationException.class);
    }
}
