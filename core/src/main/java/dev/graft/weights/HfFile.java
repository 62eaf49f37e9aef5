package dev.graft.weights;

import java.net.URI;
import java.util.regex.Pattern;

/// A file as HuggingFace's server describes it.
///
/// @param name    its plain name
/// @param address where it is, at the commit
/// @param commit  what it belongs to
/// @param etag    what its blob is called
/// @param bytes   how many; -1 if the server does not say
record HfFile(String name, URI address, String commit, String etag, long bytes) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /// Anything but what has a meaning in paths, on Windows too.
    private static final Pattern PLAIN = Pattern.compile("[!-~&&[^./\\\\:*?\"<>|]][!-~&&[^/\\\\:*?\"<>|]]{0,199}");

    HfFile {
        if (!PLAIN.matcher(etag).matches()) {
            throw new WeightsException(address + ": expected an ETag that can be a file's name, found '"
                    + Lines.name(etag) + "'; check HF_ENDPOINT");
        }
    }

    /// What the file has to be. Everything that is read into memory whole may not be large.
    Download.Expected expected() {
        boolean isWeights = name.endsWith(".safetensors") || name.endsWith(".bin");
        return new Download.Expected(
                name,
                SHA256.matcher(etag).matches() ? etag : "",
                bytes,
                isWeights ? Long.MAX_VALUE : ShardIndex.MAX_BYTES);
    }
}
