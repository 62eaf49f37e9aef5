package dev.graft.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.Models;
import dev.graft.data.Dataset;
import dev.graft.data.ImageData;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Splits;
import dev.graft.model.Model;
import dev.graft.model.ModelKind;
import dev.graft.task.Decision;
import dev.graft.task.OperatingPoint;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import dev.graft.torch.Device;
import dev.graft.tune.Plans;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteelThresholdTest {
    private static final String STEEL = "data/images/neu-steel";
    private static final String CLASS = "scratches";

    @Test
    @NeedsShared(STEEL)
    void aRecallThatIsAskedForIsKeptOnTheValidationPart(@TempDir Path folder) {
        Splits<ImageSource> all =
                ImageData.open(Shared.path(STEEL), ImageOptions.defaults().withCheck(ImageOptions.Check.HEADERS));
        Dataset<ImageSource> others = all.train();
        Splits<ImageSource> data = Splits.of(Kind.IMAGE, others.atMost(12), every(all.validation(), 0));
        try (Model<ImageSource> model = Models.pretrained("graft-nano", data)) {
            Run run = FineTuning.of(model, data, Plans.featureExtraction(model.outline(), 2, 3e-3))
                    .withThresholds(List.of(OperatingPoint.parse("recall:" + CLASS + "=0.99")))
                    .run(folder);
            Map<String, Double> with =
                    Objects.requireNonNull(Objects.requireNonNull(run.report().decision())
                            .with()
                            .classes()
                            .get(CLASS));
            assertThat(with.get("recall")).isGreaterThanOrEqualTo(0.99);
        }
        try (Model<ImageSource> kept = ModelKind.IMAGE.open(folder, Device.CPU)) {
            int output = kept.labels().indexOf(CLASS);
            assertThat(recall(kept, data.validation(), output)).isGreaterThanOrEqualTo(0.99);
            double usual = recall(kept.withoutDecision(), every(all.validation(), 1), output);
            assertThat(recall(kept, every(all.validation(), 1), output)).isGreaterThan(usual);
            Decision.Threshold threshold =
                    kept.decision().orElseThrow().thresholds().get(CLASS);
            assertThat(Objects.requireNonNull(threshold).value()).isLessThan(0.5);
        }
    }

    /// A quarter of the examples.
    private static Dataset<ImageSource> every(Dataset<ImageSource> data, int rest) {
        return data.subset(
                IntStream.range(0, data.size()).filter(i -> i % 4 == rest).toArray());
    }

    private static double recall(Model<ImageSource> model, Dataset<ImageSource> data, int output) {
        return model.evaluate(data).outputs().get(output).getOrDefault("recall", 0.0);
    }
}
