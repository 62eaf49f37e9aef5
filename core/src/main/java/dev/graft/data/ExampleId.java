package dev.graft.data;

import dev.graft.text.Text;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// By what an example is known again later, whatever else then lies beside it.
///
/// @param file   where it lies, relative to the data, with `/` between folders; of a row, the table's name
/// @param row    line of the table where it begins, from 1; 0 where the file is the example
/// @param sha256 the first 16 hex digits of its content's SHA-256: of an image's file, or of a text in UTF-8; empty
///     where the content was not read
public record ExampleId(String file, int row, String sha256) {
    private static final int DIGITS = 16;

    /// An image in a file, with what [#sha256(byte\[\])] says of its bytes.
    public static ExampleId ofFile(String file, String sha256) {
        return new ExampleId(file, 0, sha256);
    }

    /// Something that a program has in memory, by the name it gives it; the bytes of an image's file, and a text, are
    /// known again by their content, too.
    static ExampleId named(String name, Object input) {
        return ofFile(
                name,
                switch (input) {
                    case ImageBytes(String ignored, byte[] bytes) -> sha256(bytes);
                    case Text text -> sha256(text);
                    default -> "";
                });
    }

    /// The first 16 hex digits of a content's SHA-256.
    public static String sha256(byte[] content) {
        return HexFormat.of().formatHex(Arrays.copyOf(digest().digest(content), DIGITS / 2));
    }

    /// The same of a text; of a pair, with a line break between them.
    public static String sha256(Text text) {
        String content =
                text.second().map(second -> text.first() + "\n" + second).orElse(text.first());
        return sha256(content.getBytes(StandardCharsets.UTF_8));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /// The same place, whatever stands there now.
    ExampleId place() {
        return new ExampleId(file, row, "");
    }

    @Override
    public String toString() {
        return row == 0 ? file : file + " line " + row;
    }
}
