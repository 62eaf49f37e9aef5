package dev.graft.bench;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.nn.Network;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.train.Recipe;
import dev.graft.train.Trainer;
import dev.graft.train.TrainingEvent;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import dev.graft.zoo.Zoo;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// The training step of a whole ResNet-18 through Graft's trainer, on one batch that is in memory already, and the
/// machine's matrix product beside it.
/// ```text
/// TrainingStep STEPS WARM_UP_STEPS
/// ```
final class TrainingStep {
    private static final int SIZE = 224;
    private static final int CLASSES = 2;
    private static final int MATRIX = 2048;
    private static final int PRODUCTS = 10;

    private TrainingStep() {}

    public static void main(String[] args) {
        int steps = Integer.parseInt(args[0]);
        int warmUp = Integer.parseInt(args[1]);
        double seconds = secondsPerStep(steps, warmUp, Setting.BATCH, SIZE);
        System.out.printf(Locale.ROOT, "bench seconds_per_step %.5f%n", seconds);
        System.out.printf(Locale.ROOT, "bench sgemm_gflops %.1f%n", sgemmGflops(MATRIX));
    }

    /// Mean over the steps after the warm-up.
    static double secondsPerStep(int steps, int warmUp, int batch, int size) {
        try (Scope scope = Scope.open();
                Network network = Zoo.create("resnet18", CLASSES, 3, Device.parse("cpu"))) {
            network.params().initialize(0);
            Tensor images = torch.randn(new long[] {batch, 3, size, size});
            Plan plan = Plans.full(NetworkOutline.of(network), 1, Plan.Rates.DEFAULT);
            Clock clock = new Clock(warmUp);
            new Trainer(
                            network,
                            plan,
                            Recipe.DEFAULT,
                            new SameBatch(images, warmUp + steps),
                            new SameBatch(images.narrow(0, 0, 1), 1))
                    .withListener(clock::on)
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
                left.matmul(right);
                double seconds = (System.nanoTime() - started) * 1e-9;
                best = Math.max(best, 2.0 * side * side * side / seconds * 1e-9);
            }
        }
        return best;
    }

    /// Runs from the end of the warm-up to the end of the last training step.
    private static final class Clock {
        private final int warmUp;
        private long started = System.nanoTime();
        private long ended = started;

        Clock(int warmUp) {
            this.warmUp = warmUp;
        }

        void on(TrainingEvent event) {
            if (event instanceof TrainingEvent.BatchDone done && done.training()) {
                ended = System.nanoTime();
                if (done.batch() == warmUp) {
                    started = ended;
                }
            }
        }

        double seconds() {
            return (ended - started) * 1e-9;
        }
    }

    /// One batch, over and over.
    private record SameBatch(Tensor images, int batches) implements BatchSource {
        @Override
        public int examples() {
            return batches * (int) images.size(0);
        }

        @Override
        public BatchCursor open(int epoch, int from) {
            return new BatchCursor() {
                private int taken = from;

                @Override
                public @Nullable Batch next() {
                    return taken++ < batches ? batch() : null;
                }

                @Override
                public void close() {}
            };
        }

        private Batch batch() {
            long[] labels = new long[(int) images.size(0)];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = i % CLASSES;
            }
            // another handle to the same memory, which belongs to the trainer's scope
            return new Batch(List.of(images.detach()), Tensors.of(labels, labels.length));
        }
    }
}
