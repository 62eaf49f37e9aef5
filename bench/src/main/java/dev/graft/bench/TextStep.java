package dev.graft.bench;

import dev.graft.nn.Network;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.train.Precision;
import dev.graft.train.Recipe;
import dev.graft.train.Trainer;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import dev.graft.zoo.encoder.EncoderConfig;
import dev.graft.zoo.encoder.EncoderHead;
import dev.graft.zoo.encoder.Encoders;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// The training step of a whole text encoder through Graft's trainer, on one batch without padding that is in memory
/// already, and the machine's matrix product beside it.
/// ```text
/// TextStep MODEL_FOLDER FP32|BF16 STEPS WARM_UP_STEPS
/// ```
final class TextStep {
    private static final double CLIP = 1;

    private TextStep() {}

    public static void main(String[] args) {
        int steps = Integer.parseInt(args[2]);
        int warmUp = Integer.parseInt(args[3]);
        Recipe recipe = Recipe.DEFAULT.withClip(CLIP).withPrecision(Precision.valueOf(args[1]));
        EncoderConfig config = EncoderConfig.read(Path.of(args[0]));
        double seconds = secondsPerStep(config, recipe, steps, warmUp);
        System.out.printf(Locale.ROOT, "bench seconds_per_step %.5f%n", seconds);
        System.out.printf(Locale.ROOT, "bench sgemm_gflops %.1f%n", TrainingStep.sgemmGflops(TrainingStep.MATRIX));
    }

    /// Mean over the steps after the warm-up.
    static double secondsPerStep(EncoderConfig config, Recipe recipe, int steps, int warmUp) {
        try (Scope scope = Scope.open();
                Network network = Encoders.create(config, EncoderHead.classification(2), Device.CPU)) {
            network.params().initialize(0);
            Tensor ids = torch.randint(5, config.vocabulary(), new long[] {Texts.BATCH, Texts.MAX_LENGTH})
                    .to(torch.ScalarType.Long);
            List<Tensor> inputs = List.of(ids, torch.ones_like(ids), torch.zeros_like(ids));
            Plan plan = Plans.huggingFace(NetworkOutline.of(network), 1, Setting.TEXT_RATE);
            StepClock clock = new StepClock(warmUp);
            List<Tensor> one =
                    inputs.stream().map(input -> input.narrow(0, 0, 1)).toList();
            new Trainer(network, plan, recipe, new SameBatch(inputs, warmUp + steps), new SameBatch(one, 1))
                    .withListener(clock)
                    .fit();
            return clock.seconds() / steps;
        }
    }
}
