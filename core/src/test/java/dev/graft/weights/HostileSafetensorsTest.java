package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileSafetensorsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE, 100_000_001, 1L << 40})
    void absurdHeadersAreRefused(long length) throws IOException {
        Path file = Files.write(folder.resolve("x.safetensors"), Hostile.pickle(Hostile.little64(length), "{}"));
        assertThat(Hostile.refusal(file)).contains("expected at most 100000000");
    }

    @Test
    void aHeaderLongerThanTheFileIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("x.safetensors"), Hostile.pickle(Hostile.little64(90_000_000), "{}"));
        assertThat(Hostile.refusal(file)).contains("announces 90000000 bytes, found 2");
    }

    // four bytes of data follow each header; ' stands for "
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'x':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | expected 8 bytes for F32 [2], found 4",
                "{'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | are not inside the 4",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} | are not inside the 4",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}} | are not inside the 4",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}} | expected at most 2",
                "{'x':{'dtype':'F32','shape':[1]}} | whole numbers",
                "{'x':{'dtype':'F32','shape':[1.5],'data_offsets':[0,4]}} | whole numbers",
                "{'x':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,4]}} | whole numbers",
                "{'x':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | negative size",
                "{'x':{'dtype':'F32','shape':[4611686018427387904,2],'data_offsets':[0,4]}} | larger than any memory",
                "{'x':{'dtype':'F8_E4M3','shape':[4],'data_offsets':[0,4]}} | type 'F8_E4M3' are not supported",
                "{'x':{'dtype':7,'shape':[4],'data_offsets':[0,4]}} | where a text is expected",
                "{'x':{'dtype':'U8','shape':[2],'data_offsets':[2,4]}} | overlap or leave a hole",
                "{'x':{'dtype':'U8','shape':[2],'data_offsets':[0,2]}} | has 2 bytes after its last tensor",
                "{'x':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'y':{'dtype':'U8','shape':[2],'data_offsets':[2,4]}}"
                        + " | overlap or leave a hole",
                "{'x':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'x':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}}"
                        + " | its header is not JSON",
                "{'__metadata__':{'a':1},'x':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}} | text is expected",
                "{'x':[]} | an object is expected",
                "{'x':{'dtype':'F32','shape':{},'data_offsets':[0,4]}} | a list is expected",
                "{'x':{'dtype':'F32','data_offsets':[0,4]}} | whole numbers",
                "{'x' | its header is not JSON"
            })
    void headersThatLieAreRefused(String header, String reason) throws IOException {
        assertThat(Hostile.refusal(file(header.replace('\'', '"'), 4))).contains(reason);
    }

    @Test
    void aHeaderThatGoesOnAfterItsJsonIsRefused() throws IOException {
        assertThat(Hostile.refusal(file("{} {}", 0))).contains("continues after its JSON");
        assertThat(Hostile.refusal(file("{} x", 0))).contains("its header is not JSON");
    }

    @Test
    void deepJsonEndsInARefusal() throws IOException {
        assertThat(Hostile.refusal(file("{\"x\":{\"y\":" + "[".repeat(100_000), 4)))
                .contains("its header is not JSON");
    }

    /// As values of a tree, these forty million numbers would take more than a gigabyte.
    @Test
    void aLongHeaderTakesNoMoreMemoryThanItself() throws IOException {
        String header = "{\"x\":{\"y\":[" + "1,".repeat(40_000_000) + "1]}}";
        Path file = file(header, 4);
        long before = allocated();
        assertThat(Hostile.refusal(file)).contains("type '' are not supported");
        assertThat(allocated() - before).isLessThan(2L * header.length());
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void namesCannotBreakTheLine() throws IOException {
        String header = "{\"a\\nb" + "c".repeat(5000) + "\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}";
        assertThat(Hostile.refusal(file(header, 4))).contains("a\\nb").contains("…");
    }

    @Test
    void truncatedFilesAreRefusedWhereverTheyEnd() throws IOException {
        byte[] whole = Files.readAllBytes(Golden.file("plain.safetensors"));
        for (int length = 0; length < whole.length; length += 7) {
            Path file = Files.write(folder.resolve("short.safetensors"), Arrays.copyOf(whole, length));
            assertThat(Hostile.refusal(file)).as("%s bytes", length).isNotEmpty();
        }
    }

    private Path file(String header, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return Files.write(
                folder.resolve("x.safetensors"),
                Hostile.pickle(Hostile.little64(text.length), text, new byte[dataBytes]));
    }
}
