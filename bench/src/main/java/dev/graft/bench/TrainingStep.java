package dev.graft.bench;

import dev.graft.nn.Network;
import dev.graft.torch.Device;
import dev.graft.torch.Products;
import dev.graft.torch.Scope;
import dev.graft.train.Precision;
import dev.graft.train.Recipe;
import dev.graft.train.Trainer;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import dev.graft.zoo.Zoo;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// The training step of a whole network for images through Graft's trainer, on one batch that is in memory already, and
/// the
/// machine's matrix product beside it.
/// ```text
/// TrainingStep NETWORK FP32|BF16 STEPS WARM_UP_STEPS
/// ```
final class TrainingStep {
    private static final int SIZE = 224;
    private static final int CLASSES = 2;
    static final int MATRIX = 2048;
    private static final int PRODUCTS = 10;

    private TrainingStep() {}

    public static void main(String[] args) {
        int steps = Integer.parseInt(args[2]);
        int warmUp = Integer.parseInt(args[3]);
        Recipe recipe = Recipe.DEFAULT.withPrecision(Precision.valueOf(args[1]));
        double seconds;
        try (Network network = Zoo.create(args[0], CLASSES, 3, Device.CPU)) {
            seconds = secondsPerStep(network, recipe, steps, warmUp, SIZE);
        }
        System.out.printf(Locale.ROOT, "bench seconds_per_step %.5f%n", seconds);
        System.out.printf(Locale.ROOT, "bench sgemm_gflops %.1f%n", sgemmGflops(MATRIX));
    }

    /// Mean over the steps after the warm-up.
    static double secondsPerStep(Network network, Recipe recipe, int steps, int warmUp, int size) {
        try (Scope scope = Scope.open()) {
            network.params().initialize(0);
            Tensor images = torch.randn(new long[] {Setting.BATCH, 3, size, size});
            Plan plan = Plans.full(NetworkOutline.of(network), 1, Plan.Rates.DEFAULT);
            StepClock clock = new StepClock(warmUp);
            new Trainer(
                            network,
                            plan,
                            recipe,
                            new SameBatch(List.of(images), warmUp + steps),
                            new SameBatch(List.of(images.narrow(0, 0, 1)), 1))
                    .withListener(clock)
                    .fit();
            return clock.seconds() / steps;
        }
    }

    /// The best of some products of two square float32 matrices; 2 n^3 operations each.
    static double sgemmGflops(int side) {
        double best = 0;
        try (Scope scope = Scope.open()) {
            Tensor left = torch.randn(new long[] {side, side});
            Tensor right = torch.randn(new long[] {side, side});
            for (int i = 0; i < PRODUCTS; i++) {
                long started = System.nanoTime();
                Products.linear(left, right, new TensorOptional());
                double seconds = (System.nanoTime() - started) * 1e-9;
                best = Math.max(best, 2.0 * side * side * side / seconds * 1e-9);
            }
        }
        return best;
    }
}
