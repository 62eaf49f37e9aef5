package dev.graft.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.DataSummary;
import dev.graft.data.Kind;
import dev.graft.data.Task;
import dev.graft.task.Score;
import dev.graft.train.EpochResult;
import dev.graft.train.Finding;
import dev.graft.train.History;
import dev.graft.train.StopReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReviewTest {
    private static final Score ACCURACY = Score.higher("accuracy");

    /// One number a line: what an epoch came to.
    private record Epoch(double trainAccuracy, double valLoss, double valAccuracy) {}

    private static History history(Score score, StopReason reason, Map<String, Double> metrics, Epoch... epochs) {
        List<EpochResult> results = new ArrayList<>();
        for (Epoch epoch : epochs) {
            Map<String, Double> all = new LinkedHashMap<>(Map.of("accuracy", epoch.valAccuracy()));
            all.putAll(metrics);
            double progress = (double) results.size() / epochs.length;
            results.add(new EpochResult(
                    results.size() + 1,
                    1,
                    epoch.trainAccuracy(),
                    epoch.valLoss(),
                    score.equals(ACCURACY) ? epoch.valAccuracy() : metrics.getOrDefault(score.name(), 0.0),
                    all,
                    Map.of("head", 1e-3 * (1 + Math.cos(Math.PI * progress)) / 2)));
        }
        return new History(score, results, Optional.of(reason));
    }

    private static History history(Epoch... epochs) {
        return history(ACCURACY, StopReason.COMPLETED, Map.of(), epochs);
    }

    private static Review review(int good, int bad) {
        return new Review(
                Task.SINGLE_LABEL_CLASSIFICATION, data(Map.of("good", good, "bad", bad)), true, 1e-3, 1, true, 0.2);
    }

    private static DataSummary data(Map<String, Integer> counts) {
        int judged = counts.values().stream().mapToInt(Integer::intValue).sum();
        return new DataSummary(
                Kind.IMAGE,
                "folders",
                List.copyOf(counts.keySet()),
                Map.of("train", 4 * judged, "validation", judged),
                Map.of("validation", counts),
                Map.of(),
                List.of(),
                Map.of(),
                List.of(),
                null);
    }

    private static List<Finding.Kind> kinds(List<Finding> found) {
        return found.stream().map(Finding::kind).toList();
    }

    @Test
    void saysNothingWhereAllIsWell() {
        assertThat(review(200, 200)
                        .findings(history(
                                new Epoch(0.8, 0.4, 0.85),
                                new Epoch(0.92, 0.21, 0.92),
                                new Epoch(0.95, 0.2, 0.95),
                                new Epoch(0.96, 0.2, 0.95))))
                .isEmpty();
    }

    @Test
    void saysThatOneAnswerWouldDoAsWell() {
        List<Finding> found = review(68, 32).findings(history(new Epoch(0.4, 0.7, 0.33), new Epoch(0.4, 0.71, 0.3)));

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.NOT_BETTER_THAN_CONSTANT);
            assertThat(finding.says())
                    .isEqualTo("accuracy 0.3300 on 100 images to validate with is not better than always answering"
                            + " 'good' (0.6800)");
            assertThat(finding.options()).containsExactly("--lr", "0.01");
        });
    }

    @Test
    void sendsAHeadThatWasSolvedToMoreOfTheNetwork() {
        Review solved = new Review(
                Task.SINGLE_LABEL_CLASSIFICATION, data(Map.of("good", 50, "bad", 50)), true, 0, 1, false, 0.2);

        assertThat(solved.findings(history(new Epoch(0.6, 0.7, 0.5))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.options()).containsExactly("--strategy", "discriminative"));
    }

    @Test
    void looksAtTheExamplesWhereTheTrainingPartWasLearned() {
        List<Finding> found = review(50, 50).findings(history(new Epoch(1, 0.9, 0.5)));

        assertThat(kinds(found)).containsExactly(Finding.Kind.NOT_BETTER_THAN_CONSTANT, Finding.Kind.LEARNED_BY_HEART);
        assertThat(found.getFirst().options()).isEmpty();
        assertThat(found.getFirst().next()).contains("graft evaluate RUN DATA --error-sheets");
    }

    @Test
    void judgesAllClassesAlikeWhereTheRareOnesAreAnsweredWell() {
        List<Finding> found = review(90, 10)
                .findings(
                        history(ACCURACY, StopReason.COMPLETED, Map.of("macro_f1", 0.75), new Epoch(0.85, 0.5, 0.88)));

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.next()).contains("macro F1 is 0.7500, that of one answer 0.4737");
            assertThat(finding.options()).containsExactly("--best-by", "macro-f1");
        });
    }

    @Test
    void saysThatItMayBeChance() {
        List<Finding> found = review(25, 25).findings(history(new Epoch(0.65, 0.6, 0.62)));

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.MAY_BE_CHANCE);
            assertThat(finding.says()).contains("between 0.48 and 0.74", "is right for 0.5000");
            assertThat(finding.options()).containsExactly("--val-fraction", "0.4");
        });
        assertThat(review(500, 500).findings(history(new Epoch(0.65, 0.6, 0.62))))
                .isEmpty();
    }

    @Test
    void saysThatThereAreTooFewToJudgeBy() {
        assertThat(review(10, 10).findings(history(new Epoch(0.95, 0.2, 0.95))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Finding.Kind.TOO_FEW_TO_JUDGE);
                    assertThat(finding.options()).containsExactly("--val-fraction", "0.3");
                });
    }

    @Test
    void asksForLabelsWhereTheDataHaveAValidationPart() {
        Review own = new Review(
                Task.SINGLE_LABEL_CLASSIFICATION, data(Map.of("good", 10, "bad", 10)), true, 1e-3, 1, true, 0);

        assertThat(own.findings(history(new Epoch(0.95, 0.2, 0.95))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.options()).isEmpty();
                    assertThat(finding.next()).startsWith("label more examples");
                });
    }

    @Test
    void saysThatRareClassesAreMissed() {
        assertThat(review(900, 100)
                        .findings(history(
                                ACCURACY, StopReason.COMPLETED, Map.of("macro_f1", 0.6), new Epoch(0.93, 0.3, 0.93))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Finding.Kind.RARE_CLASSES_MISSED);
                    assertThat(finding.options()).containsExactly("--balanced", "--best-by", "macro-f1");
                });
    }

    @Test
    void saysThatItWasStillLearning() {
        History rising = history(
                new Epoch(0.5, 0.7, 0.5),
                new Epoch(0.6, 0.6, 0.7),
                new Epoch(0.7, 0.5, 0.8),
                new Epoch(0.8, 0.4, 0.85));

        assertThat(review(200, 200).findings(rising)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.STILL_LEARNING);
            assertThat(finding.options()).containsExactly("--epochs", "8");
        });
    }

    @Test
    void saysNothingOfALossThatHasSettled() {
        History settled = history(
                new Epoch(0.5, 0.7, 0.5),
                new Epoch(0.8, 0.41, 0.84),
                new Epoch(0.84, 0.4, 0.845),
                new Epoch(0.84, 0.399, 0.85));

        assertThat(review(200, 200).findings(settled)).isEmpty();
    }

    @Test
    void saysThatAllAfterTheFirstMadeItWorse() {
        Epoch[] falling = {new Epoch(0.8, 0.4, 0.85), new Epoch(0.8, 0.5, 0.8), new Epoch(0.8, 0.6, 0.75)};

        assertThat(review(200, 200).findings(history(falling))).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.WORSE_AFTER_FIRST);
            assertThat(finding.options()).containsExactly("--lr", "1.0E-4");
        });
        assertThat(kinds(review(200, 200).findings(history(ACCURACY, StopReason.EARLY_STOPPED, Map.of(), falling))))
                .containsExactly(Finding.Kind.WORSE_AFTER_FIRST);
    }

    @Test
    void sendsBackToTheHeadWhereALaterPhaseMadeItWorse() {
        Review phases = new Review(
                Task.SINGLE_LABEL_CLASSIFICATION, data(Map.of("good", 200, "bad", 200)), false, 1e-3, 2, true, 0.2);

        assertThat(phases.findings(
                        history(new Epoch(0.8, 0.4, 0.85), new Epoch(0.8, 0.5, 0.8), new Epoch(0.8, 0.6, 0.75))))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.options()).containsExactly("--strategy", "feature-extraction"));
    }

    /// Of equal epochs the first is the best, and of a single one there is no other.
    @Test
    void saysNothingOfEqualEpochsNorOfOne() {
        assertThat(review(200, 200).findings(history(new Epoch(1, 0.1, 1), new Epoch(1, 0.2, 1), new Epoch(1, 0.3, 1))))
                .isEmpty();
        assertThat(review(200, 200).findings(history(new Epoch(0.9, 0.1, 0.9)))).isEmpty();
    }

    @Test
    void saysThatItWasLearnedByHeart() {
        assertThat(review(200, 200).findings(history(new Epoch(1, 0.5, 0.8), new Epoch(1, 0.5, 0.79))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Finding.Kind.LEARNED_BY_HEART);
                    assertThat(finding.says())
                            .isEqualTo("accuracy is 1.0000 on 1,600 images that it learned from, but 0.8000 on the"
                                    + " others");
                    assertThat(finding.options()).isEmpty();
                });
    }

    /// Of few examples a gap may be chance on either side.
    @Test
    void saysNothingOfAGapThatChanceExplains() {
        assertThat(kinds(review(20, 20).findings(history(new Epoch(0.95, 0.5, 0.83)))))
                .doesNotContain(Finding.Kind.LEARNED_BY_HEART);
        assertThat(kinds(review(2, 1).findings(history(new Epoch(0.8, 0.5, 0.4)))))
                .doesNotContain(Finding.Kind.LEARNED_BY_HEART);
    }

    @Test
    void variesImagesMoreWhereMoreThanTheHeadLearns() {
        Review whole = new Review(
                Task.SINGLE_LABEL_CLASSIFICATION, data(Map.of("good", 200, "bad", 200)), false, 1e-3, 1, true, 0.2);

        assertThat(whole.findings(history(new Epoch(1, 0.5, 0.8), new Epoch(1, 0.5, 0.79))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.options()).containsExactly("--augment", "strong"));
    }

    @Test
    void saysNothingOnTheWay() {
        Epoch poor = new Epoch(0.4, 0.7, 0.33);

        assertThat(review(68, 32).findings(history(ACCURACY, StopReason.ASKED, Map.of(), poor)))
                .isEmpty();
        assertThat(review(68, 32).findings(history(ACCURACY, StopReason.NOT_FINITE, Map.of(), poor)))
                .isEmpty();
        assertThat(review(68, 32).findings(History.none(ACCURACY))).isEmpty();
    }

    @Test
    void comparesNumbersWithTheirMean() {
        Review numbers = new Review(Task.REGRESSION, data(Map.of()), true, 1e-3, 1, true, 0.2);
        History poor = history(
                Score.lower("rmse"), StopReason.COMPLETED, Map.of("r2", -0.1, "rmse", 3.0), new Epoch(0.4, 0.7, 0));

        assertThat(numbers.findings(poor))
                .singleElement()
                .satisfies(finding -> assertThat(finding.says())
                        .contains("R2 -0.1000")
                        .contains("is not better than always answering the mean (0.0000)"));
    }

    @Test
    void comparesSeveralLabelsWithTheMostFrequentOnes() {
        Review labels = new Review(
                Task.MULTI_LABEL_CLASSIFICATION, data(Map.of("red", 60, "round", 40)), true, 1e-3, 1, true, 0.2);
        History poor = history(
                Score.higher("exact_match"),
                StopReason.COMPLETED,
                Map.of("micro_f1", 0.3, "exact_match", 0.5),
                new Epoch(0.4, 0.7, 0));

        assertThat(kinds(labels.findings(poor))).containsExactly(Finding.Kind.NOT_BETTER_THAN_CONSTANT);
    }
}
