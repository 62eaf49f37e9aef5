package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.nn.Layers;
import dev.graft.nn.Linear;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.torch.Device;
import dev.graft.torch.Rng;
import dev.graft.torch.Tensors;
import dev.graft.tune.Group;
import dev.graft.tune.Plan;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// A small network and a small task for it: points on a plane, told apart by a ring.
final class Toy {
    static final int FEATURES = 4;

    private Toy() {}

    /// Three stages: `stem` (linear and BatchNorm), `middle` (linear, dropout), `head`.
    static Network network(long seed) {
        ParamStore params = new ParamStore(Device.CPU);
        var stem = params.stage("stem").sub("stem");
        var middle = params.stage("middle").sub("middle");
        List<Stage> stages = List.of(
                new Stage(
                        "stem",
                        Layers.linear(stem.sub("fc"), Linear.of(FEATURES, 32))
                                .then((x, pass) -> x.unsqueeze(-1).unsqueeze(-1))
                                .then(Layers.batchNorm(stem.sub("bn"), 32))
                                .then(Layers.flatten())
                                .then(Layers.relu())),
                new Stage(
                        "middle",
                        Layers.linear(middle.sub("fc"), Linear.of(32, 32))
                                .then(Layers.relu())
                                .then(Layers.dropout(0.1))),
                new Stage("head", Layers.linear(params.stage("head").sub("head"), Linear.of(32, 2))));
        Network network = new Network("toy", params, stages);
        params.initialize(seed);
        return network;
    }

    /// Points whose class is whether they lie in the ring; `noise` is the share of wrong labels.
    record Points(int examples, int batch, long seed, boolean shuffled, double noise) implements BatchSource {
        static Points training() {
            return new Points(192, 16, 1, true, 0);
        }

        static Points validation() {
            return new Points(96, 32, 2, false, 0);
        }

        @Override
        public int batches() {
            return Math.ceilDiv(examples, batch);
        }

        @Override
        public BatchCursor open(int epoch, int from) {
            return new BatchCursor() {
                private int next = from;

                @Override
                public @Nullable Batch next() {
                    return next == batches() ? null : batch(epoch, next++);
                }

                @Override
                public void close() {}
            };
        }

        private Batch batch(int epoch, int index) {
            int size = Math.min(batch, examples - index * batch);
            float[] x = new float[size * FEATURES];
            long[] y = new long[size];
            for (int i = 0; i < size; i++) {
                int position = index * batch + i;
                int example = shuffled ? (position * 5 + epoch * 7) % examples : position;
                Random random = new Random(Rng.mix(seed, example));
                for (int f = 0; f < FEATURES; f++) {
                    x[i * FEATURES + f] = (float) random.nextGaussian();
                }
                double radius = Math.hypot(x[i * FEATURES], x[i * FEATURES + 1]);
                boolean inside = radius < 1.2;
                y[i] = inside == random.nextDouble() >= noise ? 1 : 0;
            }
            return new Batch(List.of(Tensors.of(x, size, FEATURES)), Tensors.of(y, size));
        }
    }

    /// All stages learn at one rate.
    static Plan everything(int epochs, double rate) {
        return Plan.of(epochs, new Group("all", List.of("stem", "middle", "head"), rate, 0.01));
    }

    /// All bytes of the tensors of a stage, one after the other.
    static byte[] bytes(Network network, String stage) {
        var out = new java.io.ByteArrayOutputStream();
        for (ParamStore.Entry entry : network.params().entries()) {
            if (entry.stage().equals(stage)) {
                out.writeBytes(Tensors.bytes(entry.tensor()));
            }
        }
        return out.toByteArray();
    }

    static Tensor probe() {
        return Tensors.of(new float[] {0.1f, 0.2f, 0.3f, 0.4f}, 1, FEATURES);
    }
}
