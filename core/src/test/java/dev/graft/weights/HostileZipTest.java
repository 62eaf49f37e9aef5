package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileZipTest {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int DIRECTORY_ENTRY = 0x02014b50;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "archive/../../x", "/etc/passwd", "..\\x", "C:/x", "a/.."})
    void namesThatLeaveTheArchiveAreRefused(String name) throws IOException {
        Map<String, byte[]> entries = good(4);
        entries.put(name, new byte[1]);
        assertThat(Hostile.refusal(Hostile.zip(folder, entries, ZipOutputStream.STORED)))
                .contains("an entry that leaves the archive");
    }

    @Test
    void aGoodOneIsRead() throws IOException {
        try (StateDict weights = WeightsFile.read(Hostile.zip(folder, good(4), ZipOutputStream.DEFLATED))) {
            assertThat(weights.tensors()).containsOnlyKeys("x");
        }
    }

    @Test
    void bombsAreRefused() throws IOException {
        Map<String, byte[]> entries = good(50_000_000); // 50 kB when packed
        assertThat(Hostile.refusal(Hostile.zip(folder, entries, ZipOutputStream.DEFLATED)))
                .contains("unpacks to more than 8 times its size");
    }

    @Test
    void anEntryThatUnpacksToMoreThanItSaysIsRefused() throws IOException {
        Map<String, byte[]> entries = good(4);
        entries.put("archive/data/0", new byte[1000]);
        Path file = Hostile.zip(folder, entries, ZipOutputStream.DEFLATED);
        patchSizes(file, "archive/data/0", 4);
        assertThat(Hostile.refusal(file)).contains("archive/data/0 unpacks to more than the 4 bytes it says it has");
    }

    @Test
    void anEntryThatSaysMoreThanThereIsIsRefused() throws IOException {
        Path file = Hostile.zip(folder, good(4), ZipOutputStream.STORED);
        patchSizes(file, "archive/data/0", 1 << 30);
        assertThat(Hostile.refusal(file)).contains("together are larger than the file");
    }

    @Test
    void aZip64SizeThatIsNotThereIsRefused() throws IOException {
        Path file = Hostile.zip(folder, good(4), ZipOutputStream.STORED);
        patchSizes(file, "archive/data/0", -1); // "look into the zip64 field", and there is none
        assertThat(Hostile.refusal(file)).contains("cannot be read").contains("download it again");
    }

    @Test
    void storagesThatLieOnTopOfEachOtherCannotMultiply() throws IOException {
        Map<String, byte[]> entries = good(1 << 20);
        for (int i = 1; i < 10; i++) {
            entries.put("archive/data/" + i, new byte[0]);
        }
        Path file = Hostile.zip(folder, entries, ZipOutputStream.STORED);
        for (int i = 1; i < 10; i++) {
            patchSizes(file, "archive/data/" + i, 1 << 20);
        }
        assertThat(Hostile.refusal(file)).contains("together are larger than the file");
    }

    @Test
    void twoEntriesOfOneNameAreRefused() throws IOException {
        Map<String, byte[]> entries = good(4);
        entries.put("archive/data/9", new byte[] {1, 2, 3, 4});
        Path file = Hostile.zip(folder, entries, ZipOutputStream.STORED);
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("archive/data/9", "archive/data/0");
        Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Hostile.refusal(file)).contains("has two entries named archive/data/0");
    }

    @Test
    void damagedStoragesAreFoundByTheirChecksum() throws IOException {
        byte[] bytes = Files.readAllBytes(Golden.file("zip.pth"));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int data = text.indexOf("zip/data/0FB"); // the padding after the name is a field called FB
        int extra = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(data - 2);
        bytes[data + "zip/data/0".length() + extra] ^= 1;
        Path file = Files.write(folder.resolve("flipped.pth"), bytes);
        assertThat(Hostile.refusal(file)).contains("zip/data/0 is damaged: its checksum does not match");
    }

    @Test
    void checksumsThatWereNotComputedAreNotChecked() throws IOException {
        byte[] bytes = Files.readAllBytes(Hostile.zip(folder, good(4), ZipOutputStream.STORED));
        ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i + 20 < bytes.length; i++) {
            if (zip.getInt(i) == LOCAL_HEADER) {
                zip.putInt(i + 14, 0);
            } else if (zip.getInt(i) == DIRECTORY_ENTRY) {
                zip.putInt(i + 16, 0);
            }
        }
        try (StateDict weights = WeightsFile.read(Files.write(folder.resolve("nocrc.pth"), bytes))) {
            assertThat(weights.tensors()).containsOnlyKeys("x");
        }
    }

    @Test
    void bigEndianArchivesAreRefused() throws IOException {
        Map<String, byte[]> entries = good(4);
        entries.put("archive/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
        assertThat(Hostile.refusal(Hostile.zip(folder, entries, ZipOutputStream.STORED)))
                .contains("byte order 'big', expected little");
    }

    @Test
    void otherArchivesAreNoWeights() throws IOException {
        assertThat(Hostile.refusal(
                        Hostile.zip(folder, Map.of("word/document.xml", new byte[4]), ZipOutputStream.STORED)))
                .contains("not a file of torch.save");
        Map<String, byte[]> two = good(4);
        two.put("other/data.pkl", new byte[4]);
        assertThat(Hostile.refusal(Hostile.zip(folder, two, ZipOutputStream.STORED)))
                .contains("2 folders that hold a data.pkl");
        Map<String, byte[]> none = good(4);
        none.remove("archive/data/0");
        assertThat(Hostile.refusal(Hostile.zip(folder, none, ZipOutputStream.STORED)))
                .contains("has no entry archive/data/0");
    }

    private static Map<String, byte[]> good(int storageBytes) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(
                "archive/data.pkl",
                Hostile.tensor(storageBytes / 4, Hostile.number(0), Hostile.tuple(1), Hostile.tuple(1)));
        entries.put("archive/data/0", new byte[storageBytes]);
        return entries;
    }

    /// Writes other sizes into an entry's record in the directory.
    private static void patchSizes(Path file, String name, int size) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int record = text.lastIndexOf(name) - 46;
        assertThat(zip.getInt(record)).isEqualTo(DIRECTORY_ENTRY);
        if (zip.getShort(record + 10) == 0) { // stored: both sizes are the same
            zip.putInt(record + 20, size);
        }
        zip.putInt(record + 24, size);
        Files.write(file, bytes);
    }
}
