package dev.graft.nn;

import dev.graft.torch.FusedConvolution;
import java.util.HashMap;
import java.util.Map;

/// The convolutions of stages whose weights do not change, each fused with what follows it when it is first used, by
/// whichever thread that is.
final class FusedConvolutions implements AutoCloseable {
    private final Map<Key, FusedConvolution> made = new HashMap<>();

    /// A block is equal to itself alone.
    private record Key(ConvBlock block, Margin margin) {}

    /// @param margin of the block's kernel
    synchronized FusedConvolution of(ConvBlock block, Margin margin) {
        return made.computeIfAbsent(new Key(block, margin), key -> block.fuse(margin));
    }

    @Override
    public synchronized void close() {
        made.values().forEach(FusedConvolution::close);
        made.clear();
    }
}
