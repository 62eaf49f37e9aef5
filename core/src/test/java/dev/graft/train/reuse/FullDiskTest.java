package dev.graft.train.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.NoiseImages;
import dev.graft.nn.Network;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.zoo.NetworkOptions;
import dev.graft.zoo.Zoo;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk may fill after it had room: what is on it then is left, and computed again.
class FullDiskTest {
    private static final int BATCH = 4;

    @TempDir
    Path folder;

    /// Takes one batch, and then has no room.
    private static final class Filling implements Storage {
        private final Storage disk;
        private final int most;
        private int written;

        Filling(Storage disk, int most) {
            this.disk = disk;
            this.most = most;
        }

        @Override
        public MemorySegment segment() {
            return disk.segment();
        }

        @Override
        public void write(MemorySegment bytes, long at) throws IOException {
            if (written++ == most) {
                throw new IOException("No space left on device");
            }
            disk.write(bytes, at);
        }

        @Override
        public String where() {
            return disk.where();
        }

        @Override
        public void close() {
            disk.close();
        }
    }

    @Test
    void whatHasNoRoomIsComputedAgain() throws IOException {
        List<String> lines = new ArrayList<>();
        ReuseSettings settings = ReuseSettings.DEFAULT.withMemoryBytes(0);
        FeatureFolder full =
                new FeatureFolder(folder, false, (file, bytes) -> new Filling(new MappedFile(file, bytes), 2 * BATCH));
        try (Network network = Zoo.create("graft-nano", NetworkOptions.of(2), Device.CPU);
                Prefix prefix = new Prefix(network, 2, new TreeSet<>());
                Scope scope = Scope.open()) {
            Shelf shelf = new Shelf("training", network, settings, new Budget(settings), full, lines::add);
            shelf.want(prefix, new TreeMap<>(Map.of(2, 10)));
            NoiseImages data = new NoiseImages(12, BATCH, 2, 3, 32, false, 1);
            List<Tensor> batch =
                    List.of(Tensors.zeros(ScalarType.Float, BATCH, 3), Tensors.zeros(ScalarType.Long, BATCH));
            FeatureStore store = shelf.make(2, data, batch).orElseThrow();
            assertThat(shelf.put(2, store, new int[] {0, 1, 2, 3}, batch, 1)).isTrue();
            assertThat(shelf.put(2, store, new int[] {4, 5, 6, 7}, batch, 1)).isFalse();
            assertThat(shelf.wanted()).isEmpty();
            shelf.close(store);
        }
        assertThat(lines).hasSize(2);
        assertThat(lines.getLast())
                .startsWith("Frozen stages run for training examples in every epoch: what enters ")
                .endsWith(" cannot be kept: No space left on device");
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
