package dev.graft.weights;

import dev.graft.torch.Scope;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/// Reads what torch.save writes: the zip format (since PyTorch 1.6) and the legacy one before it.
/// Only the state dict's tensors are read; an optimizer beside them costs nothing.
final class PthReader {
    private PthReader() {}

    static StateDict zip(Path file) throws IOException {
        try (TorchArchive archive = TorchArchive.open(file)) {
            byte[] pickle = archive.pickle();
            Object root = TensorUnpickler.next(new PickleInput(ByteSource.of(pickle), 0, pickle.length));
            return stateDict(file, Origin.Format.TORCH_ZIP, Nesting.find(root), archive);
        }
    }

    static StateDict legacy(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            LegacyFile legacy = LegacyFile.open(ByteSource.of(channel));
            return stateDict(file, Origin.Format.TORCH_LEGACY, Nesting.find(legacy.root()), legacy);
        }
    }

    private static StateDict stateDict(Path file, Origin.Format format, Nesting found, Storages storages)
            throws IOException {
        try (Scope scope = Scope.open()) {
            Map<StorageRef, Tensor> memory = new HashMap<>(); // tensors that share a storage go on sharing it
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (var entry : found.tensors().entrySet()) {
                TensorRef tensor = entry.getValue();
                StorageRef storage = tensor.storage().from(0);
                Tensor whole = memory.get(storage);
                if (whole == null) {
                    whole = storages.read(storage);
                    memory.put(storage, whole);
                }
                tensors.put(entry.getKey(), tensor.view(whole));
            }
            return new StateDict(tensors, new Origin(file.toString(), format, Map.of(), found.notes()));
        }
    }
}
