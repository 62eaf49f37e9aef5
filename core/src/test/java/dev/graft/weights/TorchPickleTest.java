package dev.graft.weights;

import static dev.graft.weights.Hostile.number;
import static dev.graft.weights.Hostile.pickle;
import static dev.graft.weights.Hostile.text;
import static dev.graft.weights.Hostile.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.torch.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipOutputStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What older and newer PyTorch versions write than the one that made the golden files.
class TorchPickleTest {
    @TempDir
    Path folder;

    @Test
    void newerFilesNameTheTypeBesideUntypedMemory() throws IOException {
        byte[] object = pickle(
                0x80,
                2,
                "}",
                text("x"),
                "ctorch._utils\n_rebuild_tensor_v3\n",
                "(",
                "(",
                text("storage"),
                "ctorch.storage\nUntypedStorage\n",
                text("0"),
                text("cpu"),
                number(8),
                "tQ",
                number(1),
                tuple(3),
                tuple(1),
                0x89,
                "ccollections\nOrderedDict\n",
                ")R",
                "ctorch\nint16\n",
                "tR",
                "s.");
        try (StateDict weights = WeightsFile.read(archive(object, shorts(7, 8, 9, 10)))) {
            assertThat(Tensors.type(weights.get("x"))).isEqualTo(ScalarType.Short);
            assertThat(Tensors.longs(weights.get("x"))).containsExactly(8, 9, 10);
        }
    }

    @Test
    void python2GaveTheEntriesOfADictionaryAsPairs() throws IOException {
        byte[] object = pickle(
                0x80,
                2,
                "ccollections\nOrderedDict\n",
                "]",
                "(",
                "]",
                "(",
                "U",
                1,
                "b",
                tensor(0),
                "e",
                "]",
                "(",
                "U",
                1,
                "a",
                tensor(2),
                "e",
                "e",
                0x85,
                "R.");
        try (StateDict weights = WeightsFile.read(archive(object, shorts(7, 8, 9, 10)))) {
            assertThat(weights.tensors().keySet()).containsExactly("b", "a");
            assertThat(Tensors.longs(weights.get("a"))).containsExactly(9, 10);
        }
    }

    @Test
    void oldestFilesShareMemoryByViewsOfStorages() throws IOException {
        byte[] view = pickle("(", text("view"), number(2), number(2), "t");
        byte[] object = pickle(
                0x80,
                2,
                "}",
                text("x"),
                "ctorch._utils\n_rebuild_tensor\n",
                "(",
                "(",
                text("storage"),
                "ctorch\nShortStorage\n",
                text("0"),
                text("cuda:0"),
                number(4),
                view,
                "tQ",
                number(0),
                tuple(2),
                tuple(1),
                "tR",
                "s.");
        byte[] keys = pickle(0x80, 2, "]", text("0"), "a.");
        Path empty = Hostile.legacy(folder, object);
        byte[] whole = Files.readAllBytes(empty);
        byte[] head = Arrays.copyOf(whole, whole.length - 4); // without the empty list of keys
        Path file =
                Files.write(folder.resolve("oldest.pth"), pickle(head, keys, Hostile.little64(4), shorts(7, 8, 9, 10)));
        try (StateDict weights = WeightsFile.read(file)) {
            assertThat(Tensors.longs(weights.get("x"))).containsExactly(9, 10);
        }
    }

    private static byte[] tensor(int offset) {
        return pickle(
                "ctorch._utils\n_rebuild_tensor\n",
                "(",
                "(",
                text("storage"),
                "ctorch\nShortStorage\n",
                text("0"),
                text("cpu"),
                number(4),
                "tQ",
                number(offset),
                tuple(2),
                tuple(1),
                "tR");
    }

    private Path archive(byte[] object, byte[] storage) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", object);
        entries.put("archive/data/0", storage);
        return Hostile.zip(folder, entries, ZipOutputStream.STORED);
    }

    private static byte[] shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }
}
