package dev.graft.weights;

import java.net.URI;

/// A weights file that can be downloaded.
///
/// @param name   its file name, `resnet18-f37072fd.pth`: also its name in the cache
/// @param url    where its publisher keeps it
/// @param sha256 the SHA-256 of its bytes in hexadecimal, or the first eight digits of it where that is all that is
/// published
public record HubFile(String name, URI url, String sha256) {
    public HubFile {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("expected a plain file name, found '" + name + "'");
        }
        if (!sha256.matches("[0-9a-f]{8,64}")) {
            throw new IllegalArgumentException(name + ": not a SHA-256 or a prefix of one: " + sha256);
        }
    }
}
