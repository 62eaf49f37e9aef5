package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.image.Image;
import dev.graft.testing.Golden;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CifarTest {
    @TempDir
    Path root;

    @Test
    void tenAsPython2WroteIt() {
        Splits<ImageSource> splits = ImageData.open(Golden.path("cifar/cifar-10-batches-py"));
        assertThat(splits.layout()).isEqualTo("CIFAR-10, Python");
        assertThat(splits.labels()).containsExactly("plane", "car", "bird");
        assertThat(splits.train().size() + splits.validation().size()).isEqualTo(6);
        assertThat(splits.test().orElseThrow().counts()).containsExactly(0, 1, 1);
        assertPixels(splits.test().orElseThrow().examples().getFirst(), 6);
    }

    @Test
    void hundredAsPython3Writes() throws IOException {
        copy(Golden.path("cifar/cifar-100-python"), root.resolve("cifar-100-python"));
        Splits<ImageSource> splits = ImageData.open(root);
        assertThat(splits.layout()).isEqualTo("CIFAR-100, Python");
        assertThat(splits.labels()).containsExactly("apple", "fish");
        Dataset<ImageSource> test = splits.test().orElseThrow();
        assertThat(test.examples()).extracting(Example::label).containsExactly(1, 0);
        assertPixels(test.examples().get(1), 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void binary(int labels) throws IOException {
        Files.writeString(
                root.resolve(labels == 1 ? "batches.meta.txt" : "fine_label_names.txt"), "plane\ncar\nbird\n\n");
        byte[] records = records(labels, 0, 1, 2, 2, 1, 0);
        Files.write(root.resolve(labels == 1 ? "data_batch_1.bin" : "train.bin"), records);
        Files.write(root.resolve(labels == 1 ? "test_batch.bin" : "test.bin"), records(labels, 2));
        Splits<ImageSource> splits = ImageData.open(root);
        assertThat(splits.layout()).isEqualTo(labels == 1 ? "CIFAR-10, binary" : "CIFAR-100, binary");
        assertThat(splits.labels()).containsExactly("plane", "car", "bird");
        assertThat(splits.train().counts()).containsExactly(1, 1, 1);
        assertThat(splits.validation().counts()).containsExactly(1, 1, 1);
        Example<ImageSource> item = splits.test().orElseThrow().examples().getFirst();
        assertThat(item.label()).isEqualTo(2);
        assertPixels(item, 0);

        Path train = root.resolve(labels == 1 ? "data_batch_1.bin" : "train.bin");
        Files.write(train, Arrays.copyOf(records, records.length - 1));
        assertThatThrownBy(() -> ImageData.open(root)).hasMessageContaining("expected records of");
        Files.write(train, records(labels, 3));
        assertThatThrownBy(() -> ImageData.open(root)).hasMessageContaining("expected a class below 3, found 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cos\nsystem\n(S'true'\ntR.", // a function
                "\u0080\u0002}(U\u0006labelscbuiltins\neval\n(U\u00011tRu.",
                "(S'true'\nios\nsystem\n.", // INST
                "\u0080\u0002}U\u0001aT\u00ff\u00ff\u00ff\u007fxs.", // a length of 2 GB
                "\u0080\u0004\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007fx.", // of 8 EB
                "\u0080\u0002]q\u0000h\u0000a}h\u0000K\u0001s.", // a list in itself as a key
                "\u0080\u0002}", // cut off
                "\u0080\u0002K\u0001.", // not a dictionary
                "Pabc\n.",
                ""
            })
    void maliciousFilesAreRefused(String pickle) {
        assertThatThrownBy(() -> CifarPickle.parse(pickle.getBytes(StandardCharsets.ISO_8859_1), "data_batch_1"))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("data_batch_1: not a CIFAR file: ");
    }

    @Test
    void everyCutIsNoticed() throws IOException {
        byte[] whole = Files.readAllBytes(Golden.path("cifar/cifar-10-batches-py/data_batch_1"));
        for (int length = 0; length < whole.length; length += 97) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> CifarPickle.parse(cut, "x")).isInstanceOf(DataException.class);
        }
    }

    /// A list of ten lists of ten lists, and so on, as a key: its hash and its words would never end.
    @Test
    void keysAreTexts() {
        StringBuilder pickle = new StringBuilder("\u0080\2]q\0(K\1K\1K\1e0");
        for (int depth = 1; depth <= 40; depth++) {
            char below = (char) (depth - 1);
            pickle.append("]q").append((char) depth).append('(');
            pickle.append(("h" + below).repeat(10)).append("e0");
        }
        for (String end : new String[] {"}h\u0028K\1s.", "}(h\u0028K\1u.", "h\u0028.", "}U\4datah\u0028s."}) {
            byte[] file = (pickle + end).getBytes(StandardCharsets.ISO_8859_1);
            if (end.startsWith("}U")) {
                assertThat(CifarPickle.parse(file, "x")).containsKey("data");
            } else {
                assertThatThrownBy(() -> CifarPickle.parse(file, "x"))
                        .isInstanceOf(DataException.class)
                        .hasMessageMatching("x: not a CIFAR file: expected a (text|pickled dictionary).*");
            }
        }
        String long1 = "\u0080\2cos\u001b[31m" + "y".repeat(9000) + "\nsystem\n.";
        assertThatThrownBy(() -> CifarPickle.parse(long1.getBytes(StandardCharsets.ISO_8859_1), "x"))
                .hasMessageStartingWith("x: not a CIFAR file: it asks for os\\u001b[31myyy")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    @NeedsShared("cases/drills/cifar-laughs-key")
    void drill() {
        assertThatThrownBy(() -> ImageData.open(Shared.path("cases/drills/cifar-laughs-key")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("not a CIFAR file: ");
    }

    /// The generator's pixels: `(index / 16 + 40 * number) % 256`, planes one after the other.
    private static void assertPixels(Example<ImageSource> item, int number) {
        Image image = item.input().read(3);
        assertThat(image.toString()).isEqualTo("32x32 RGB");
        for (int c = 0; c < 3; c++) {
            int index = c * 1024 + 5 * 32 + 20;
            assertThat(image.at(20, 5, c)).isEqualTo((index / 16 + 40 * number) % 256);
        }
    }

    private static byte[] records(int labels, int... classes) {
        byte[] bytes = new byte[classes.length * (labels + 3072)];
        for (int i = 0; i < classes.length; i++) {
            int at = i * (labels + 3072);
            bytes[at + labels - 1] = (byte) classes[i];
            for (int pixel = 0; pixel < 3072; pixel++) {
                bytes[at + labels + pixel] = (byte) (pixel / 16);
            }
        }
        return bytes;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
