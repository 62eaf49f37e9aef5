package dev.graft.method;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.DataSummary;
import dev.graft.data.Kind;
import dev.graft.testing.Outlines;
import dev.graft.tune.BatchNorms;
import dev.graft.tune.NetworkOutline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FewImagesTest {
    private static final NetworkOutline NORMS =
            new NetworkOutline("small", Outlines.SMALL.stages(), "fc", Outlines.SMALL.parameters(), List.of("stem"));

    private static DataFacts images(int training) {
        return new DataFacts(new DataSummary(
                Kind.IMAGE,
                "folders",
                List.of("good", "bad"),
                Map.of("train", training),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                List.of(),
                null));
    }

    private static Setting setting(Kind kind, boolean fromScratch, int training) {
        return new Setting(
                kind,
                fromScratch,
                Optional.of(images(training)),
                Optional.of(new ModelFacts(NORMS, OptionalDouble.empty())));
    }

    private static Answers answers(Setting setting, Source... before) {
        List<Source> sources = new ArrayList<>(List.of(before));
        sources.add(Usual.ofData(setting));
        sources.add(Usual.ofKind(setting));
        return Answers.NONE.ask(List.of(Choice.BATCH, Choice.EPOCHS, Choice.BATCH_NORM), sources);
    }

    @ParameterizedTest
    @CsvSource({"10, 8, 30", "60, 8, 25", "120, 8, 14", "200, 16, 16", "256, 32, 25", "700, 32, 10", "20000, 32, 10"})
    void hasSomeHundredStepsInSmallBatchesButNotTooManyPasses(int images, int batch, int epochs) {
        Answers answers = answers(setting(Kind.IMAGE, false, images));

        assertThat(answers.get(Choice.BATCH)).isEqualTo(batch);
        assertThat(answers.get(Choice.EPOCHS)).isEqualTo(epochs);
    }

    @Test
    void goesByTheBatchThatWasGiven() {
        Answers answers = answers(setting(Kind.IMAGE, false, 256), Source.GIVEN.with(Choice.BATCH, 64));

        assertThat(answers.get(Choice.EPOCHS)).isEqualTo(30);
        assertThat(answers.all()).containsEntry(Choice.BATCH, new Answer(64, "given"));
    }

    @Test
    void keepsTheStatisticsOfAPretrainedNetworkWhereThereAreFewSteps() {
        Source five = Source.GIVEN.with(Choice.EPOCHS, 5);

        assertThat(answers(setting(Kind.IMAGE, false, 60), five).find(Choice.BATCH_NORM))
                .contains(BatchNorms.FREEZE_STATISTICS);
        assertThat(answers(setting(Kind.IMAGE, true, 60), five).find(Choice.BATCH_NORM))
                .isEmpty();
        assertThat(answers(setting(Kind.IMAGE, false, 60)).find(Choice.BATCH_NORM))
                .isEmpty();
        assertThat(answers(setting(Kind.IMAGE, false, 5)).get(Choice.BATCH_NORM))
                .isEqualTo(BatchNorms.FREEZE_STATISTICS);
    }

    @Test
    void saysNothingOfTextsNorOfDataThatAreNotKnown() {
        assertThat(Usual.ofData(setting(Kind.TEXT, false, 60)).knows(Choice.EPOCHS))
                .isFalse();
        assertThat(answers(new Setting(Kind.IMAGE, false)).get(Choice.BATCH)).isEqualTo(32);
    }
}
