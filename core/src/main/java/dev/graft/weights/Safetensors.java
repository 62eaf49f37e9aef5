package dev.graft.weights;

import dev.graft.nn.ParamStore;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.databind.json.JsonMapper;

/// The safetensors format: a JSON header and raw memory (<https://github.com/huggingface/safetensors>,
/// 0.4). It is what Graft writes.
public final class Safetensors {
    private static final JsonMapper JSON = new JsonMapper();

    private Safetensors() {}

    /// Writes tensors of any device and layout. The same tensors and metadata give the same bytes; a file
    /// that was there is replaced only when the new one is whole.
    ///
    /// @throws WeightsException if an element type has no name in the format, or the file cannot be written
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        List<Map.Entry<String, Tensor>> ordered = tensors.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Tensor> entry) ->
                                Dtype.of(Tensors.type(entry.getValue()))) // wide elements first: all stay aligned
                        .thenComparing(Map.Entry::getKey))
                .toList();
        byte[] header = header(ordered, metadata);
        AtomicFile.write(file, channel -> {
            ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            AtomicFile.writeFully(channel, prefix.putLong(0, header.length));
            AtomicFile.writeFully(channel, ByteBuffer.wrap(header));
            for (var entry : ordered) {
                try (Scope scope = Scope.open()) {
                    Tensor dense = entry.getValue().detach().cpu().contiguous();
                    NativeMemory.windows(dense, window -> AtomicFile.writeFully(channel, window));
                }
            }
        });
    }

    /// Writes tensors as [#write(Path, Map, Map)] does, if all their values are finite: what holds another is of no
    /// use to anybody, and must not take the place of a file that is.
    ///
    /// @throws WeightsException naming the first tensor that holds NaN or infinity; nothing is written then
    public static void writeFinite(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        tensors.forEach((name, tensor) -> {
            if (!Tensors.isFinite(tensor)) {
                throw new WeightsException(
                        file + ": not written: " + name + " contains a value that is not finite (NaN or infinity)");
            }
        });
        write(file, tensors, metadata);
    }

    /// Writes all parameters and buffers of a network.
    ///
    /// @throws WeightsException if the file cannot be written
    public static void write(Path file, ParamStore params, Map<String, String> metadata) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        params.entries().forEach(entry -> tensors.put(entry.name(), entry.tensor()));
        write(file, tensors, metadata);
    }

    static StateDict read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return read(file.toString(), ByteSource.of(channel));
        }
    }

    static StateDict read(String name, ByteSource source) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.read(source);
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (SafetensorsHeader.Entry entry : header.tensors()) {
                Tensor tensor = Tensors.empty(entry.dtype().type, entry.shape());
                NativeMemory.fill(tensor, source, entry.position());
                tensors.put(entry.name(), tensor);
            }
            return new StateDict(tensors, new Origin(name, Origin.Format.SAFETENSORS, header.metadata(), List.of()));
        }
    }

    private static byte[] header(List<Map.Entry<String, Tensor>> tensors, Map<String, String> metadata) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            json.put(SafetensorsHeader.METADATA, new TreeMap<>(metadata));
        }
        long position = 0;
        for (var entry : tensors) {
            Dtype dtype = Dtype.of(Tensors.type(entry.getValue()));
            long[] shape = Tensors.shape(entry.getValue());
            long end = position + dtype.sizeOf(shape);
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("dtype", dtype.safetensors);
            fields.put("shape", shape);
            fields.put("data_offsets", new long[] {position, end});
            json.put(entry.getKey(), fields);
            position = end;
        }
        StringBuilder text = new StringBuilder(JSON.writeValueAsString(json));
        int length = text.toString().getBytes(StandardCharsets.UTF_8).length;
        text.repeat(' ', Math.floorMod(-length, Long.BYTES)); // the data starts aligned
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
