package dev.graft.weights;

import dev.graft.nn.ParamStore;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.pytorch.Tensor;

/// Writes state dicts that PyTorch reads: the zip format of torch.save (PyTorch 1.6 and later), with
/// nothing in it that `torch.load(…, weights_only=True)` would refuse.
public final class Pth {
    private static final String ROOT = "archive/";
    private static final int ALIGNMENT = 64;
    private static final int LOCAL_HEADER_BYTES = 30;
    private static final int EXTRA_HEADER_BYTES = 4;

    private Pth() {}

    /// Writes tensors of any device and layout as an OrderedDict, in the order of the map. The same tensors
    /// give the same bytes; a file that was there is replaced only when the new one is whole.
    ///
    /// @throws WeightsException if an element type cannot be kept, or the file cannot be written
    public static void write(Path file, Map<String, Tensor> tensors) {
        PickleWriter pickle = new PickleWriter().begin();
        int key = 0;
        for (var entry : tensors.entrySet()) {
            Dtype dtype = Dtype.of(Tensors.type(entry.getValue()));
            pickle.tensor(entry.getKey(), dtype, Integer.toString(key++), Tensors.shape(entry.getValue()));
        }
        byte[] object = pickle.end();
        AtomicFile.write(file, channel -> {
            try (Archive archive = new Archive(channel)) {
                archive.put("data.pkl", object);
                archive.put("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
                int index = 0;
                for (Tensor tensor : tensors.values()) {
                    try (Scope scope = Scope.open()) {
                        archive.put("data/" + index++, tensor.detach().cpu().contiguous());
                    }
                }
                archive.put("version", "3\n".getBytes(StandardCharsets.US_ASCII));
            }
        });
    }

    /// Writes all parameters and buffers of a network.
    ///
    /// @throws WeightsException if the file cannot be written
    public static void write(Path file, ParamStore params) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        params.entries().forEach(entry -> tensors.put(entry.name(), entry.tensor()));
        write(file, tensors);
    }

    /// A zip whose entries are stored as they are and start at multiples of 64 bytes, so that readers can
    /// map them into memory.
    private static final class Archive implements AutoCloseable {
        /// Any fixed moment: files must not differ by when they were written. After 1980-01-01, which zip
        /// takes for "unknown" and then writes in another way.
        private static final LocalDateTime WRITTEN = LocalDateTime.of(2000, 1, 1, 0, 0);

        private final FileChannel channel;
        private final ZipOutputStream zip;

        Archive(FileChannel channel) {
            this.channel = channel;
            this.zip = new ZipOutputStream(Channels.newOutputStream(channel));
            zip.setMethod(ZipOutputStream.STORED);
        }

        void put(String name, byte[] bytes) throws IOException {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            begin(name, bytes.length, crc.getValue());
            zip.write(bytes);
            zip.closeEntry();
        }

        void put(String name, Tensor dense) throws IOException {
            CRC32 crc = new CRC32();
            NativeMemory.windows(dense, crc::update);
            begin(name, NativeMemory.bytes(dense), crc.getValue());
            NativeMemory.windows(dense, window -> copy(window, zip));
            zip.closeEntry();
        }

        private void begin(String name, long size, long crc) throws IOException {
            ZipEntry entry = new ZipEntry(ROOT + name);
            entry.setTimeLocal(WRITTEN);
            entry.setSize(size);
            entry.setCrc(crc);
            zip.flush();
            long unpadded = channel.position() + LOCAL_HEADER_BYTES + (ROOT + name).length() + EXTRA_HEADER_BYTES;
            int padding = Math.floorMod(-unpadded, ALIGNMENT);
            byte[] extra = new byte[EXTRA_HEADER_BYTES + padding];
            extra[0] = 'F'; // torch.save pads with a field of this name
            extra[1] = 'B';
            extra[2] = (byte) padding;
            entry.setExtra(extra);
            zip.putNextEntry(entry);
        }

        private static void copy(ByteBuffer window, OutputStream out) throws IOException {
            byte[] heap = new byte[1 << 16];
            while (window.hasRemaining()) {
                int count = Math.min(heap.length, window.remaining());
                window.get(heap, 0, count);
                out.write(heap, 0, count);
            }
        }

        @Override
        public void close() throws IOException {
            zip.finish(); // the channel is closed by whoever opened it
            zip.flush();
        }
    }
}
