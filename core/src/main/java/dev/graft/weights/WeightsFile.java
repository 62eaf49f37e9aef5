package dev.graft.weights;

import dev.graft.text.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The way into every format that is read.
public final class WeightsFile {
    /// What a model folder may call its weights, in the order they are looked for.
    static final List<String> IN_FOLDERS = List.of(
            "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json");

    private static final int HEAD_BYTES = 64;

    private WeightsFile() {}

    /// Reads a file of torch.save (`.pth`, `.pt`, `.th`, `.bin`; both its formats), a safetensors file, the
    /// index of a sharded one, or a model folder that has one of these. The format is told by content, not by
    /// name. A state dict nested in a checkpoint is found, and the prefixes of wrappers are taken off;
    /// [Origin#notes()] says so.
    ///
    /// Nothing in the file is executed, whatever it holds.
    ///
    /// @throws WeightsException if it is not there, damaged, none of these, or holds more than tensors
    public static StateDict read(Path file) {
        return named(file, () -> Prefixes.strip(sniff(file)));
    }

    /// One file that is no index: what an index may point at.
    static StateDict readSingle(Path file) throws IOException {
        byte[] head = head(file);
        if (startsWith(head, 'P', 'K', 3, 4)) {
            return PthReader.zip(file);
        }
        if (startsWith(head, LegacyFile.MAGIC)) {
            return PthReader.legacy(file);
        }
        if (looksLikeSafetensors(head)) {
            return Safetensors.read(file);
        }
        throw new WeightsException(complaint(head));
    }

    /// Runs `reading`, and makes every failure one line that begins with the file's name.
    static StateDict named(Path file, Reading reading) {
        try {
            return reading.read();
        } catch (WeightsException e) {
            throw new WeightsException(Lines.message(file.getFileName() + ": " + e.getMessage()), e);
        } catch (IOException | RuntimeException e) {
            String message = file.getFileName() + ": cannot be read (" + Failures.reason(e) + ")";
            String advice = Files.isRegularFile(file) ? "; it is damaged or incomplete: download it again" : "";
            throw new WeightsException(Lines.message(message + advice), e);
        }
    }

    /// Something that reads tensors.
    interface Reading {
        StateDict read() throws IOException;
    }

    private static StateDict sniff(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            Path inside = IN_FOLDERS.stream()
                    .map(file::resolve)
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new WeightsException(
                            "is a folder with no weights; expected one of " + String.join(", ", IN_FOLDERS)));
            return named(inside, () -> sniff(inside));
        }
        return startsWith(head(file), '{') ? ShardIndex.read(file) : readSingle(file);
    }

    private static byte[] head(Path file) throws IOException {
        RegularFile.require(file);
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer head = ByteBuffer.allocate((int) Math.min(HEAD_BYTES, channel.size()));
            ByteSource.of(channel).readFully(head, 0);
            return head.array();
        }
    }

    private static boolean looksLikeSafetensors(byte[] head) {
        if (head.length <= Long.BYTES || head[Long.BYTES] != '{') {
            return false;
        }
        // a header that is too long is still a header: its own check says what is wrong
        long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        return length != 0;
    }

    private static String complaint(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (head.length == 0) {
            return "is empty; download it again";
        }
        if (text.startsWith("version https://git-lfs")) {
            return "is only a pointer of Git LFS; download the file itself with `git lfs pull`";
        }
        if (text.startsWith("<")) {
            return "is a web page, not weights: the address it was downloaded from is wrong";
        }
        if (text.startsWith("\u0089HDF")) {
            return "is an HDF5 file of Keras; expected a file of torch.save or safetensors";
        }
        if (text.startsWith("\u0080")) {
            return "is a pickle that torch.save did not write;"
                    + " save it again with torch.save(model.state_dict(), …)";
        }
        return "is neither a file of torch.save nor safetensors, or it is damaged; download it again, or save it with"
                + " torch.save(model.state_dict(), …)";
    }

    private static boolean startsWith(byte[] head, int... bytes) {
        byte[] expected = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            expected[i] = (byte) bytes[i];
        }
        return startsWith(head, expected);
    }

    private static boolean startsWith(byte[] head, byte[] expected) {
        return head.length >= expected.length && Arrays.equals(head, 0, expected.length, expected, 0, expected.length);
    }
}
