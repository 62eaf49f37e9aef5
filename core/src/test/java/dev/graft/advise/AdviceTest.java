package dev.graft.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.advise.Advice.Gain;
import dev.graft.advise.Advice.Reason;
import dev.graft.advise.Evidence.Candidate;
import dev.graft.advise.Evidence.Depth;
import dev.graft.advise.Evidence.Examples;
import dev.graft.advise.LearningCurve.Point;
import dev.graft.data.Kind;
import dev.graft.data.Task;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdviceTest {
    private static final Likeness ALIKE = new Likeness(Likeness.Level.ALIKE, "0.2");
    private static final Likeness DIFFERENT = new Likeness(Likeness.Level.DIFFERENT, "3.1");

    @ParameterizedTest
    @CsvSource({
        "999, ALIKE, feature-extraction, ''",
        "999, UNKNOWN, feature-extraction, ''",
        "999, DIFFERENT, feature-extraction, ''",
        "1000, ALIKE, last-stage, ''",
        "4999, ALIKE, last-stage, ''",
        "4999, DIFFERENT, gradual, strong",
        "5000, ALIKE, discriminative, ''",
        "5000, DIFFERENT, gradual, strong"
    })
    void theTableIsBelievedWhereNothingIsMeasured(
            int examples, Likeness.Level likeness, String strategy, String augment) {
        Advice advice = Advice.of(Evidence.of(images(examples, 10))
                .with(model("a", 1, new Likeness(likeness, "told"), LearningCurve.NONE)));

        assertThat(advice.options()).startsWith("--strategy", strategy);
        assertThat(advice.options().contains("strong")).isEqualTo(!augment.isEmpty());
        assertThat(advice.gains()).extracting(Gain::difference).containsOnlyNulls();
        assertThat(advice.reasons()).extracting(Reason::rule).containsExactly("table");
    }

    @Test
    void nothingAtAllIsStillAnAnswer() {
        Advice advice = Advice.of(Evidence.of(images(40, 2)));

        assertThat(advice.model()).isEmpty();
        assertThat(advice.step()).isEqualTo(Step.FEATURES);
        assertThat(advice.gains())
                .extracting(Gain::says)
                .containsExactly("a head on the features over always the same answer: not measured, the table alone"
                        + " says so");
    }

    @Test
    void featuresThatAreNearlyAlwaysRightAreEnoughHoweverManyTheExamples() {
        Advice advice = Advice.of(Evidence.of(images(6000, 10)).with(heads("a", Scores.of(5970, 30))));

        assertThat(advice.step()).isEqualTo(Step.FEATURES);
        assertThat(rules(advice)).containsExactly("table", "enough");
        assertThat(advice.next()).isEmpty();
    }

    @Test
    void whatCannotBeSeenIsNotTunedFor() {
        Advice advice = Advice.of(Evidence.of(images(20, 2)).with(heads("a", Scores.of(19, 1))));

        assertThat(rules(advice)).containsExactly("table", "too-few-to-see");
        assertThat(advice.next()).isEmpty();
    }

    @Test
    void anEarlierStageThatIsBetterHasTheStagesAfterItTuned() {
        Scores last = Scores.of(70, 30);
        Advice advice = Advice.of(Evidence.of(images(100, 2))
                .with(model(
                        "a",
                        1,
                        ALIKE,
                        LearningCurve.NONE,
                        new Depth("layer2", 3, Scores.of(60, 40), null),
                        new Depth("layer3", 2, Scores.of(80, 20), null),
                        new Depth("layer4", 1, last, null))));

        assertThat(advice.options()).containsExactly("--strategy", "last-stage", "--stages", "2");
        assertThat(advice.reasons().getLast().says())
                .isEqualTo("a head on layer3 is better than one on layer4, by +0.100 ± 0.030: what comes after layer3"
                        + " has to learn");
        assertThat(advice.gains().getFirst().says())
                .isEqualTo("a head on the earlier stage over one on the last: +0.100 ± 0.030");
        assertThat(advice.next().orElseThrow().step()).isEqualTo(Step.EVERYTHING);
    }

    @Test
    void anEarlierStageThatIsBetterByChanceDecidesNothing() {
        double[] worse = answers(70, 30);
        double[] better = worse.clone();
        better[99] = 1;
        Advice advice = Advice.of(Evidence.of(images(100, 2))
                .with(model(
                        "a",
                        1,
                        ALIKE,
                        LearningCurve.NONE,
                        new Depth("layer3", 2, new Scores(better), null),
                        new Depth("layer4", 1, new Scores(worse), null))));

        assertThat(advice.step()).isEqualTo(Step.FEATURES);
    }

    @Test
    void manyExamplesAndABetterEarlierStageHaveEverythingTuned() {
        Advice advice = Advice.of(Evidence.of(images(6000, 2))
                .with(model(
                        "a",
                        1,
                        ALIKE,
                        LearningCurve.NONE,
                        new Depth("layer3", 2, Scores.of(5000, 1000), null),
                        new Depth("layer4", 1, Scores.of(4500, 1500), null))));

        assertThat(advice.options()).containsExactly("--strategy", "discriminative");
    }

    @Test
    void featuresThatTellNothingAreNotEnoughForAHead() {
        Advice advice = Advice.of(Evidence.of(images(600, 2)).with(heads("a", Scores.of(310, 290))));

        assertThat(advice.step()).isEqualTo(Step.LAST_STAGES);
        assertThat(rules(advice)).containsExactly("table", "no-better-than-constant");
    }

    @Test
    void aHandfulSaysNothingAgainstTheTable() {
        Advice advice = Advice.of(Evidence.of(images(6, 2)).with(heads("a", Scores.of(4, 2))));

        assertThat(advice.step()).isEqualTo(Step.FEATURES);
        assertThat(advice.notes()).containsExactly("6 images are too few to say more than the table does");
        assertThat(advice.gains().getFirst().says()).endsWith("cannot be told apart");
    }

    @Test
    void ofModelsThatAreAsGoodTheOneInFrontIsTaken() {
        double[] best = answers(90, 10);
        double[] asGood = best.clone();
        asGood[0] = 0;
        Evidence evidence = Evidence.of(images(100, 2))
                .with(heads("front", new Scores(asGood), 50))
                .with(heads("best", new Scores(best), 90))
                .with(heads("small", Scores.of(60, 40), 10));

        Advice advice = Advice.of(evidence);

        assertThat(advice.model()).contains("front");
        assertThat(advice.gains().getLast().says())
                .isEqualTo("a head on front over one on small, the next smaller model: +0.290 ± 0.048");
    }

    @Test
    void aModelThatIsBetterIsTakenHoweverFarBehind() {
        Evidence evidence = Evidence.of(images(100, 2))
                .with(heads("front", Scores.of(70, 30), 50))
                .with(heads("best", Scores.of(90, 10), 90));

        Advice advice = Advice.of(evidence);

        assertThat(advice.model()).contains("best");
        assertThat(advice.reasons().get(1).says()).isEqualTo("best: a head on its features is the best, 0.900 ± 0.031");
    }

    @Test
    void neighboursThatAnswerAsWellSpeakForFeatures() {
        Scores head = Scores.of(80, 20);
        Advice advice = Advice.of(Evidence.of(images(100, 2))
                .with(model("a", 1, ALIKE, LearningCurve.NONE, new Depth("layer4", 1, head, head))));

        assertThat(rules(advice)).containsExactly("table", "neighbours");
    }

    @Test
    void neighboursThatAreBetterThanAHeadAreSuspicious() {
        Advice advice = Advice.of(Evidence.of(images(100, 2))
                .with(model(
                        "a",
                        1,
                        ALIKE,
                        LearningCurve.NONE,
                        new Depth("layer4", 1, Scores.of(60, 40), Scores.of(85, 15)))));

        assertThat(advice.notes()).hasSize(1).first().asString().contains("graft inspect");
    }

    @Test
    void moreExamplesAreWorthSayingWhereTheyHelp() {
        LearningCurve curve = new LearningCurve(
                List.of(new Point(100, new Measured(0.6, 0.02)), new Point(400, new Measured(0.8, 0.01))));
        Advice advice = Advice.of(Evidence.of(images(400, 4))
                .with(model("a", 1, DIFFERENT, curve, new Depth("layer4", 1, Scores.of(320, 80), null))));

        assertThat(advice.doubled()).isPresent();
        assertThat(advice.next().orElseThrow().why()).contains("still learns from more examples");
        assertThat(advice.reasons().getFirst().says())
                .isEqualTo("400 images (below 1,000), different from what the model knows (3.1): features, which is"
                        + " hard here: more data are what helps most");
    }

    @Test
    void sameEvidenceSameAdvice() {
        Evidence evidence = Evidence.of(images(100, 2)).with(heads("a", Scores.of(80, 20)));

        assertThat(Advice.of(evidence)).isEqualTo(Advice.of(evidence));
    }

    private static List<String> rules(Advice advice) {
        return advice.reasons().stream().map(Reason::rule).toList();
    }

    private static Examples images(int count, int classes) {
        return new Examples(
                Kind.IMAGE,
                Task.SINGLE_LABEL_CLASSIFICATION,
                count,
                classes,
                count / classes,
                "accuracy",
                1.0 / classes);
    }

    private static Candidate heads(String model, Scores last) {
        return heads(model, last, 1);
    }

    private static Candidate heads(String model, Scores last, long parameters) {
        return model(model, parameters, ALIKE, LearningCurve.NONE, new Depth("layer4", 1, last, null));
    }

    private static Candidate model(
            String model, long parameters, Likeness likeness, LearningCurve curve, Depth... depths) {
        return new Candidate(model, parameters, likeness, List.of(depths), curve);
    }

    private static double[] answers(int right, int wrong) {
        return Scores.of(right, wrong).each();
    }
}
