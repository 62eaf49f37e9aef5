package dev.graft.train;

import dev.graft.nn.Adapters;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.ResolvedPlan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Random;

/// How long a training writes: a checkpoint after each epoch, and the model whenever it is the best so far,
/// which is taken to be every other epoch. The disk is the one that holds temporary files.
final class SavingTime {
    private static final long SAMPLE = 64L << 20;
    private static final int CHUNK = 4 << 20;

    private SavingTime() {}

    /// Writes two files, of 64 MiB at most, and deletes them.
    ///
    /// @return seconds for all epochs; 0 where nothing can be written
    static double measure(Network network, Plan plan, Averaging averaging) {
        ResolvedPlan resolved = plan.resolve(NetworkOutline.of(network));
        long model = bytes(network.params().entries());
        long largest = resolved.phases().stream()
                .mapToLong(phase -> checkpoint(network, resolved, phase, averaging))
                .max()
                .orElse(0);
        long checkpoints = 0;
        for (int epoch = 0; epoch < plan.epochs(); epoch++) {
            checkpoints += checkpoint(network, resolved, resolved.at(epoch), averaging);
        }
        try {
            double oneModel = seconds(model);
            double oneCheckpoint = seconds(largest);
            return Math.ceilDiv(plan.epochs(), 2) * oneModel + oneCheckpoint * checkpoints / largest;
        } catch (IOException e) {
            return 0; // a training would say so; this is a forecast
        }
    }

    private static long checkpoint(
            Network network, ResolvedPlan plan, ResolvedPlan.ResolvedPhase phase, Averaging averaging) {
        long changing = bytes(TrainingState.changing(plan, network.params()));
        int copies = (averaging.equals(Averaging.NONE) ? 0 : 1)
                + (Adapters.of(network).isPresent() ? 1 : 0);
        int kinds = plan.plan().optimizer().stateKinds().size();
        return bytes(TrainingState.saved(network, plan))
                + copies * changing
                + (long) kinds * Float.BYTES * phase.trainableCount();
    }

    private static long bytes(Collection<ParamStore.Entry> entries) {
        return entries.stream()
                .mapToLong(entry -> entry.tensor().numel() * entry.tensor().element_size())
                .sum();
    }

    private static double seconds(long bytes) throws IOException {
        Path file = Files.createTempFile("graft-saving", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] noise = new byte[CHUNK]; // some disks compress
            new Random(1).nextBytes(noise);
            long most = Math.min(bytes, SAMPLE);
            long start = System.nanoTime();
            for (long left = most; left > 0; left -= CHUNK) {
                ByteBuffer chunk = ByteBuffer.wrap(noise, 0, (int) Math.min(left, CHUNK));
                while (chunk.hasRemaining()) {
                    channel.write(chunk);
                }
            }
            channel.force(true);
            return (System.nanoTime() - start) * 1e-9 * bytes / most;
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
