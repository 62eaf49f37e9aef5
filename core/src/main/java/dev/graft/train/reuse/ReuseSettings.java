package dev.graft.train.reuse;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Whether and where what frozen stages made is kept.
///
/// @param on          whether it is kept at all
/// @param memoryBytes most memory for it; null for a quarter of what is free at the start. The rest goes to a file
/// @param half        keeps float32 values as float16: half the space, about three digits. What is trained on is
///     rounded so from the first epoch on, kept or not
/// @param keep        leaves it in the run folder, for a run that is resumed
public record ReuseSettings(boolean on, @Nullable Long memoryBytes, boolean half, boolean keep) {
    /// In memory as far as a quarter of what is free reaches, in float32, gone when the training ends.
    public static final ReuseSettings DEFAULT = new ReuseSettings(true, null, false, false);

    /// Every epoch runs all stages.
    public static final ReuseSettings OFF = new ReuseSettings(false, null, false, false);

    public ReuseSettings {
        if (memoryBytes != null && memoryBytes < 0) {
            throw new IllegalArgumentException("cache memory: expected 0 bytes or more, found " + memoryBytes);
        }
        if (!on && keep) {
            throw new IllegalArgumentException("cache: cannot be kept when it is off");
        }
    }

    public ReuseSettings withMemoryBytes(long bytes) {
        return new ReuseSettings(on, bytes, half, keep);
    }

    public ReuseSettings withHalf(boolean value) {
        return new ReuseSettings(on, memoryBytes, value, keep);
    }

    public ReuseSettings withKeep(boolean value) {
        return new ReuseSettings(on, memoryBytes, half, value);
    }

    OptionalLong memory() {
        return memoryBytes == null ? OptionalLong.empty() : OptionalLong.of(memoryBytes);
    }
}
