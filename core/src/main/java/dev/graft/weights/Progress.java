package dev.graft.weights;

/// Watches a download.
@FunctionalInterface
public interface Progress {
    /// Nobody watches.
    Progress NONE = (file, bytes, total) -> {};

    /// Called whenever bytes have come.
    ///
    /// @param bytes how many are there, those of an earlier attempt included
    /// @param total how many there will be; -1 when the server does not say
    void update(HubFile file, long bytes, long total);
}
