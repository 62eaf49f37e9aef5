package dev.graft.nn;

import dev.graft.torch.FusedConvolution;
import java.util.IdentityHashMap;
import java.util.Map;

/// The convolutions of stages whose weights do not change, each fused with what follows it when it is first used, by
/// whichever thread that is.
final class FusedConvolutions implements AutoCloseable {
    private final Map<ConvBlock, FusedConvolution> made = new IdentityHashMap<>();

    synchronized FusedConvolution of(ConvBlock block) {
        return made.computeIfAbsent(block, ConvBlock::fuse);
    }

    @Override
    public synchronized void close() {
        made.values().forEach(FusedConvolution::close);
        made.clear();
    }
}
