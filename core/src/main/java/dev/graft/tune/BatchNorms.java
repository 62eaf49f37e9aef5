package dev.graft.tune;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What batch norms do in training: which of them learn the statistics of what passes through them, and whether their
/// weights and biases train.
public enum BatchNorms {
    /// Those of stages that train learn their statistics; those of frozen stages change in nothing.
    AS_IS,
    /// Those of frozen stages go on learning their statistics too, as they do in PyTorch when only `requires_grad` is
    /// taken away.
    TRAIN_FROZEN,
    /// All normalise with the statistics that they have, as modules in `eval()` do in PyTorch; their weights and biases
    /// train with their stage.
    FREEZE_STATISTICS,
    /// The same, and no weight and bias of a batch norm trains.
    FREEZE;

    /// As people write it: `freeze-statistics`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @throws IllegalArgumentException if there is no such word
    public static BatchNorms of(String word) {
        return Arrays.stream(values())
                .filter(each -> each.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("batch norms: expected " + words() + ", found '" + word + "'"));
    }

    static String words() {
        return Arrays.stream(values()).map(BatchNorms::word).collect(Collectors.joining(", "));
    }

    /// Whether they keep the statistics that they have, also where their stage trains.
    public boolean keepsStatistics() {
        return this == FREEZE_STATISTICS || this == FREEZE;
    }

    /// The first two are what the field said before there were more: yes or no.
    @JsonValue
    Object written() {
        return switch (this) {
            case AS_IS -> false;
            case TRAIN_FROZEN -> true;
            case FREEZE_STATISTICS, FREEZE -> word();
        };
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static BatchNorms ofWritten(Object value) {
        return switch (value) {
            case Boolean trains -> trains ? TRAIN_FROZEN : AS_IS;
            case String word -> of(word);
            default ->
                throw new IllegalArgumentException("expected true, false, or one of " + words() + ", found " + value);
        };
    }
}
