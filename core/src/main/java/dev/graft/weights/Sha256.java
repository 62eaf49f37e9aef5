package dev.graft.weights;

import dev.graft.nn.ParamStore;
import dev.graft.torch.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/// SHA-256 of files and weights, in hexadecimal.
public final class Sha256 {
    private Sha256() {}

    /// Of the names and bytes of all tensors, in order: the same for the same weights, whatever file they came from.
    public static String of(ParamStore params) {
        return of(params.entries());
    }

    /// The same of some of a network's tensors.
    public static String of(Collection<ParamStore.Entry> entries) {
        MessageDigest digest = digest();
        for (ParamStore.Entry entry : entries) {
            digest.update(entry.name().getBytes(StandardCharsets.UTF_8));
            digest.update(Tensors.bytes(entry.tensor()));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Of a text in UTF-8.
    public static String of(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// 64 lower-case hexadecimal digits.
    ///
    /// @throws WeightsException if the file cannot be read
    public static String of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            DigestInputStream digest = new DigestInputStream(in, digest());
            digest.transferTo(OutputStream.nullOutputStream()); // reading is what feeds it
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (IOException e) {
            throw new WeightsException(file + ": cannot be read: " + Failures.reason(e), e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
