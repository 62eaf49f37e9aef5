package dev.graft.app;

import dev.graft.data.ValueRange;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which values of grey images with more than 8 bits a trained model takes for black and white.
final class ValueRangeArgument {
    @Option(
            names = "--value-range",
            paramLabel = "LOW,HIGH",
            description = "The values of black and white in grey images with more than 8 bits, where the files do not"
                    + " say. Default: as in training.")
    private @Nullable String valueRange;

    /// What was given, else what the model keeps.
    @Nullable
    ValueRange or(@Nullable ValueRange kept) {
        return valueRange == null ? kept : ValueRange.parse(valueRange);
    }

    /// @throws IllegalArgumentException if it was given
    void requireAbsent(String reason) {
        if (valueRange != null) {
            throw new IllegalArgumentException("--value-range: is for images, but " + reason);
        }
    }
}
