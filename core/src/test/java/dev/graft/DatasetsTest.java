package dev.graft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.DataException;
import dev.graft.data.Dataset;
import dev.graft.data.ImageBytes;
import dev.graft.data.ImageEncoder;
import dev.graft.data.ImageSource;
import dev.graft.data.Labelled;
import dev.graft.data.Splits;
import dev.graft.data.Target;
import dev.graft.data.Task;
import dev.graft.data.image.Image;
import dev.graft.job.FineTuning;
import dev.graft.job.Run;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.tune.Plans;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Examples that lie in no folder.
class DatasetsTest {
    /// A row of somebody's database.
    @SuppressWarnings("ArrayRecordComponent")
    private record Row(String key, byte[] png, String verdict, String lot) {}

    @Test
    void rowsOfADatabaseAreTrainedOn(@TempDir Path folder) {
        List<Labelled<ImageSource>> rows = new ArrayList<>();
        for (Row row : rows()) {
            rows.add(Labelled.<ImageSource>of(row.key(), new ImageBytes(row.key(), row.png()), row.verdict())
                    .inGroup(row.lot()));
        }
        Dataset<ImageSource> data = Datasets.of(rows);
        assertThat(data.labels()).containsExactly("dark", "light");
        Splits<ImageSource> splits = data.split(0.25, 42);
        assertThat(splits.validation().counts()).containsExactly(2, 2);
        assertThat(splits.summary().groups()).containsEntry("validation", 1);

        try (Model<ImageSource> model =
                Models.start(ModelChoice.of("graft-nano").withSize(32), splits, Device.CPU)) {
            Run run = FineTuning.of(model, splits, Plans.featureExtraction(model.outline(), 2, 1e-2))
                    .withBatch(4)
                    .run(folder.resolve("run"));
            assertThat(run.history().epochs()).hasSize(2);
            assertThat(folder.resolve("run/parts.csv")).content().contains("validation,row ");
        }
    }

    @Test
    void textsWithSeveralLabels() {
        Dataset<Text> data = Datasets.of(List.of(
                Labelled.several("1", Text.of("late and broken"), List.of("late", "broken")),
                Labelled.several("2", Text.of("fine"), List.of())));
        assertThat(data.task()).isEqualTo(Task.MULTI_LABEL_CLASSIFICATION);
        assertThat(data.counts()).containsExactly(1, 1);
    }

    @Test
    void numbersAreLearnedInTheOrderOfTheirNames(@TempDir Path folder) {
        List<Labelled<ImageSource>> rows = new ArrayList<>();
        for (Row row : rows()) {
            double light = row.verdict().equals("light") ? 1 : 0;
            rows.add(Labelled.numbers(row.key(), ImageSource.of(row.key(), row.png()), light, 0.1 + rows.size())
                    .inGroup(row.lot()));
        }
        Splits<ImageSource> splits = Datasets.ofNumbers(rows, "light", "depth").split(0.25, 42);
        assertThat(splits.task()).isEqualTo(Task.REGRESSION);
        assertThat(splits.validation().examples()).hasSize(4).allSatisfy(each -> {
            double place = Integer.parseInt(each.id().toString().substring("row ".length()));
            assertThat(each.target()).isEqualTo(new Target.Values(List.of(1 - place % 2, 0.1 + place)));
        });

        try (Model<ImageSource> model =
                Models.start(ModelChoice.of("graft-nano").withSize(32), splits, Device.CPU)) {
            FineTuning.of(model, splits, Plans.featureExtraction(model.outline(), 1, 1e-2))
                    .run(folder.resolve("run"));
            assertThat(model.predict(rows.getFirst().input()).values()).containsOnlyKeys("light", "depth");
        }
    }

    @Test
    void numbersThatCannotBeLearned() {
        Text text = Text.of("a");
        assertThatThrownBy(() -> Datasets.ofNumbers(List.of(Labelled.numbers("1", text, 0.5)), "wear", "depth"))
                .isInstanceOf(DataException.class)
                .hasMessage("1: expected a number for each of [wear, depth], found [0.5]");
        assertThatThrownBy(() -> Datasets.ofNumbers(List.of(Labelled.numbers("1", text, Double.NaN)), "wear"))
                .isInstanceOf(DataException.class)
                .hasMessage("1: expected numbers below 3.4e38, found [NaN]");
        assertThatThrownBy(() -> Datasets.ofNumbers(List.of(Labelled.of("1", text, "deep")), "wear"))
                .isInstanceOf(DataException.class)
                .hasMessage("1: expected numbers below 3.4e38, found [deep]");
        assertThatThrownBy(() -> Datasets.ofNumbers(List.<Labelled<Text>>of(), "wear"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("found none");
    }

    @Test
    void whatIsMeantTwice() {
        Labelled<Text> one = Labelled.of("1", Text.of("a"), "x");
        assertThatThrownBy(() -> Datasets.of(List.of(one, one)))
                .isInstanceOf(DataException.class)
                .hasMessage("1: two examples have this name");
        assertThatThrownBy(() -> Datasets.of(List.<Labelled<Text>>of()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("found none");
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            boolean light = i % 2 == 0;
            byte[] pixels = new byte[32 * 32 * 3];
            Arrays.fill(pixels, (byte) (light ? 200 + i : 20 + i));
            rows.add(new Row(
                    "row " + i,
                    ImageEncoder.png(Image.of(32, 32, 3, pixels)),
                    light ? "light" : "dark",
                    "lot" + i / 4));
        }
        return rows;
    }
}
