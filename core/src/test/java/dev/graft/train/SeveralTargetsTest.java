package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.IndexedSource;
import dev.graft.data.Task;
import dev.graft.nn.Network;
import dev.graft.task.Objective;
import dev.graft.torch.Device;
import dev.graft.torch.Tensors;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.Loss;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plans;
import dev.graft.zoo.NetworkOptions;
import dev.graft.zoo.Zoo;
import java.util.List;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Batches with a second tensor of targets, how much each example counts, for a loss that looks at it.
class SeveralTargetsTest {
    private static final int TRAIN = 12;
    private static final int VALIDATE = 6;
    private static final int SIDE = 16;

    /// @param classes an image's, of which each counts as much as its number says
    private record Counted(Numbered classes, int targets) implements IndexedSource {
        @Override
        public BatchCursor open(int epoch, int from) {
            BatchCursor cursor = classes.open(epoch, from);
            return new BatchCursor() {
                @Override
                public @Nullable Batch next() {
                    Batch batch = cursor.next();
                    return batch == null
                            ? null
                            : new Batch(batch.inputs(), List.of(batch.target(), counts(batch.target())));
                }

                @Override
                public void close() {
                    cursor.close();
                }
            };
        }

        private static Tensor counts(Tensor classes) {
            long[] numbers = Tensors.longs(classes);
            float[] counts = new float[numbers.length];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = numbers[i];
            }
            return Tensors.of(counts, counts.length);
        }

        @Override
        public int examples() {
            return classes.examples();
        }

        @Override
        public int batches() {
            return classes.batches();
        }

        @Override
        public int size() {
            return classes.size();
        }

        @Override
        public int batchSize() {
            return classes.batchSize();
        }

        @Override
        public int[] order(int epoch) {
            return classes.order(epoch);
        }

        @Override
        public OptionalInt distinctViews() {
            return classes.distinctViews();
        }

        @Override
        public String fingerprint() {
            return classes.fingerprint();
        }
    }

    /// The cross-entropy of each example, as often as it counts.
    private static final class CountedLoss implements Loss {
        @Override
        public Tensor of(Tensor logits, Tensor classes) {
            throw new AssertionError("asked for without the counts");
        }

        @Override
        public Tensor of(Tensor logits, List<Tensor> targets) {
            Tensor own = logits.log_softmax(1).gather(1, targets.getFirst().unsqueeze(1));
            return own.squeeze(1).mul(targets.get(1)).mean().neg();
        }
    }

    @Test
    void aLossSeesThemAlsoWhereTheyAreKept() {
        Numbered seen = Numbered.training(TRAIN, SIDE);
        History kept = fit(ReuseSettings.DEFAULT, seen, 2);
        assertThat(seen.made()).hasValue(TRAIN); // later epochs read what was kept
        Numbered each = Numbered.training(TRAIN, SIDE);
        History computed = fit(ReuseSettings.OFF, each, 2);
        assertThat(each.made()).hasValue(3 * TRAIN);
        assertThat(kept.epochs()).isEqualTo(computed.epochs());
    }

    @Test
    void aSourceHasToSayHowManyThereAre() {
        assertThatThrownBy(() -> fit(ReuseSettings.DEFAULT, Numbered.training(TRAIN, SIDE), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("batches: expected tensors of targets as many as the source says, 1, found 2");
    }

    private static History fit(ReuseSettings reuse, Numbered training, int targets) {
        Objective objective = Objective.of(Task.SINGLE_LABEL_CLASSIFICATION).withLoss(new CountedLoss());
        try (Network network =
                Zoo.create("graft-nano", NetworkOptions.of(Numbered.CLASSES).withDropout(0), Device.CPU)) {
            network.params().initialize(3);
            return new Trainer(
                            network,
                            Plans.featureExtraction(NetworkOutline.of(network), 3, 0.01),
                            Recipe.DEFAULT.withObjective(objective),
                            new Counted(training, targets),
                            new Counted(Numbered.validation(VALIDATE, SIDE), targets))
                    .withReuse(reuse)
                    .fit();
        }
    }
}
