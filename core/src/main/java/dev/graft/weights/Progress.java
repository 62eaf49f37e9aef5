package dev.graft.weights;

import java.net.URI;

/// Watches a download.
@FunctionalInterface
public interface Progress {
    /// Nobody watches.
    Progress NONE = (address, bytes, total) -> {};

    /// Called whenever bytes have come.
    ///
    /// @param address what is fetched
    /// @param bytes   how many are there, those of an earlier attempt included
    /// @param total   how many there will be; -1 when the server does not say
    void update(URI address, long bytes, long total);
}
