package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Makes files that nobody should write, and checks what becomes of them.
final class Hostile {
    private Hostile() {}

    /// A pickle: texts give their bytes (Latin-1), bytes themselves, numbers one byte each.
    static byte[] pickle(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object part : parts) {
            switch (part) {
                case String text -> out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
                case byte[] bytes -> out.writeBytes(bytes);
                case Integer number -> out.write(number);
                default -> throw new IllegalArgumentException(part.toString());
            }
        }
        return out.toByteArray();
    }

    static byte[] little32(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    static byte[] little64(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    /// A text as protocol 2 writes it.
    static byte[] text(String text) {
        return pickle("X", little32(text.length()), text);
    }

    /// A whole number as protocol 2 writes it.
    static byte[] number(long value) {
        return value == (int) value ? pickle("J", little32((int) value)) : pickle(0x8a, 8, little64(value));
    }

    static byte[] tuple(long... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('(');
        for (long value : values) {
            out.writeBytes(number(value));
        }
        out.write('t');
        return out.toByteArray();
    }

    /// The pickle of `{"x": tensor}` over a float32 storage of `count` elements with key 0.
    static byte[] tensor(long count, byte[] offset, byte[] shape, byte[] strides) {
        return pickle(
                0x80,
                2,
                "}",
                text("x"),
                "ctorch._utils\n_rebuild_tensor_v2\n",
                "(",
                "(",
                text("storage"),
                "ctorch\nFloatStorage\n",
                text("0"),
                text("cpu"),
                number(count),
                "tQ",
                offset,
                shape,
                strides,
                0x89,
                "ccollections\nOrderedDict\n",
                ")R",
                "tR",
                "s.");
    }

    /// A zip of torch.save with this pickle and a storage 0 of as many bytes.
    static Path zip(Path folder, byte[] pickle, int storageBytes) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle);
        entries.put("archive/data/0", new byte[storageBytes]);
        return zip(folder, entries, ZipOutputStream.STORED);
    }

    static Path zip(Path folder, Map<String, byte[]> entries, int method) throws IOException {
        Path file = folder.resolve("hostile.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var item : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(item.getKey());
                CRC32 crc = new CRC32();
                crc.update(item.getValue());
                entry.setMethod(method);
                entry.setSize(item.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(item.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    /// A legacy file whose object is this pickle, without storages.
    static Path legacy(Path folder, byte[] pickle) throws IOException {
        byte[] head = pickle(
                LegacyFile.MAGIC,
                ".",
                pickle(0x80, 2, "M", 0xe9, 0x03, "."),
                pickle(0x80, 2, "}", text("little_endian"), 0x88, "s."));
        return Files.write(folder.resolve("hostile.pth"), pickle(head, pickle, pickle(0x80, 2, "]", ".")));
    }

    /// Reads it and expects a refusal: one printable line that names the file.
    static String refusal(Path file) {
        Throwable failure = catchThrowable(() -> WeightsFile.read(file).close());
        assertThat(failure).isInstanceOf(WeightsException.class);
        return checked(file, (WeightsException) failure);
    }

    /// Reads it and expects either tensors or a refusal, and nothing else.
    ///
    /// @return whether it was refused
    static boolean survives(Path file) {
        Throwable failure = catchThrowable(() -> WeightsFile.read(file).close());
        if (failure == null) {
            return false;
        }
        assertThat(failure).isInstanceOf(WeightsException.class);
        checked(file, (WeightsException) failure);
        return true;
    }

    private static String checked(Path file, WeightsException failure) {
        String message = String.valueOf(failure.getMessage());
        assertThat(message).startsWith(file.getFileName() + ": ").hasSizeLessThan(1500);
        assertThat(message.chars()).noneMatch(Character::isISOControl);
        return message;
    }
}
