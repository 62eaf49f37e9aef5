package dev.graft.weights;

import dev.graft.torch.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.bytedeco.pytorch.Tensor;

/// The zip that torch.save writes: one folder with `data.pkl`, one entry a storage below `data/`, and
/// `byteorder`. Nothing is ever unpacked to disk.
final class TorchArchive implements Storages, AutoCloseable {
    static final int MAX_PICKLE_BYTES = 64 << 20;

    /// torch.save stores without compressing; somebody may have packed the file again, but weights do not
    /// shrink to an eighth.
    private static final int MAX_EXPANSION = 8;

    private static final int EXPANSION_SLACK = 1 << 20;

    /// One a tensor, and a few more.
    private static final int MAX_ENTRIES = 200_000;

    private final ZipFile zip;
    private final Map<String, ZipEntry> entries;
    private final String root;

    private TorchArchive(ZipFile zip, Map<String, ZipEntry> entries, String root) {
        this.zip = zip;
        this.entries = entries;
        this.root = root;
    }

    static TorchArchive open(Path file) throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        try {
            Map<String, ZipEntry> entries = index(zip, Files.size(file));
            return new TorchArchive(zip, entries, root(entries)).checked();
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    byte[] pickle() throws IOException {
        return small("data.pkl", MAX_PICKLE_BYTES);
    }

    @Override
    public Tensor read(StorageRef storage) throws IOException {
        ZipEntry entry = entry("data/" + storage.key());
        if (entry.getSize() != storage.bytes()) {
            throw new WeightsException("storage " + Lines.name(storage.key()) + ": expected " + storage.bytes()
                    + " bytes, found " + entry.getSize());
        }
        Tensor memory = Tensors.empty(storage.dtype().type, storage.count());
        try (InputStream in = zip.getInputStream(entry)) {
            checkEnd(entry, in, NativeMemory.fill(memory, in));
        }
        return memory;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private TorchArchive checked() throws IOException {
        if (entries.containsKey(root + "constants.pkl")) {
            throw new WeightsException("is a TorchScript program, not a state dict;"
                    + " save the model's weights with torch.save(model.state_dict(), …)");
        }
        if (entries.containsKey(root + "byteorder")) {
            String order = new String(small("byteorder", 16), StandardCharsets.US_ASCII).strip();
            if (!order.equals("little")) {
                throw new WeightsException("is in byte order '" + Lines.name(order)
                        + "', expected little; save it again on a little-endian machine");
            }
        }
        return this;
    }

    private byte[] small(String name, int limit) throws IOException {
        ZipEntry entry = entry(name);
        if (entry.getSize() < 0 || entry.getSize() > limit) {
            throw new WeightsException(name + " says it has " + entry.getSize() + " bytes, expected at most " + limit);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) entry.getSize());
            CRC32 crc = new CRC32();
            crc.update(bytes);
            checkEnd(entry, in, crc.getValue());
            if (bytes.length != entry.getSize()) {
                throw new WeightsException(name + ": expected " + entry.getSize() + " bytes, found " + bytes.length);
            }
            return bytes;
        }
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = entries.get(root + name);
        if (entry == null) {
            throw new WeightsException(
                    "has no entry " + Lines.name(root + name) + ": it is incomplete, download it again");
        }
        return entry;
    }

    /// A checksum of 0 means that torch.save was told not to compute it.
    private static void checkEnd(ZipEntry entry, InputStream in, long crc) throws IOException {
        if (in.read() >= 0) {
            throw new WeightsException(Lines.name(entry.getName()) + " unpacks to more than the " + entry.getSize()
                    + " bytes it says it has");
        }
        if (entry.getCrc() != 0 && entry.getCrc() != crc) {
            throw new WeightsException(
                    Lines.name(entry.getName()) + " is damaged: its checksum does not match, download the file again");
        }
    }

    private static Map<String, ZipEntry> index(ZipFile zip, long fileSize) {
        if (zip.size() > MAX_ENTRIES) {
            throw new WeightsException("has " + zip.size() + " entries, expected at most " + MAX_ENTRIES);
        }
        Map<String, ZipEntry> entries = new HashMap<>();
        long packed = 0;
        long unpacked = 0;
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = entry.getName();
            List<String> parts = List.of(name.split("/", -1));
            if (name.startsWith("/") || name.contains("\\") || name.matches("[A-Za-z]:.*") || parts.contains("..")) {
                throw new WeightsException("has an entry that leaves the archive: " + Lines.name(name));
            }
            if (entries.put(name, entry) != null) {
                throw new WeightsException("has two entries named " + Lines.name(name));
            }
            packed += Math.max(0, entry.getCompressedSize());
            unpacked += Math.max(0, entry.getSize());
            if (packed > fileSize || packed < 0 || unpacked < 0) {
                throw new WeightsException("has entries that together are larger than the file");
            }
            if (unpacked > MAX_EXPANSION * fileSize + EXPANSION_SLACK) {
                throw new WeightsException("unpacks to more than " + MAX_EXPANSION + " times its size: no weights do");
            }
        }
        return entries;
    }

    private static String root(Map<String, ZipEntry> entries) {
        List<String> pickles = entries.keySet().stream()
                .filter(name -> name.endsWith("/data.pkl") && name.indexOf('/') == name.lastIndexOf('/'))
                .toList();
        if (pickles.size() != 1) {
            throw new WeightsException("is a zip archive with " + pickles.size()
                    + " folders that hold a data.pkl, expected 1: not a file of torch.save");
        }
        return pickles.getFirst().substring(0, pickles.getFirst().indexOf('/') + 1);
    }
}
