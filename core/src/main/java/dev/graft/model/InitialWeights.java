package dev.graft.model;

import java.nio.file.Path;

/// What a network starts from.
public sealed interface InitialWeights {
    /// The model's own pretrained weights: embedded in this library, in the cache, or downloaded into it.
    record Pretrained() implements InitialWeights {
        @Override
        public String toString() {
            return "pretrained";
        }
    }

    /// Random numbers from the seed: training from scratch.
    record None() implements InitialWeights {
        @Override
        public String toString() {
            return "none";
        }
    }

    /// A weights file of any format that can be read.
    record File(Path path) implements InitialWeights {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    static InitialWeights pretrained() {
        return new Pretrained();
    }

    static InitialWeights none() {
        return new None();
    }

    static InitialWeights file(Path path) {
        return new File(path);
    }

    /// Reads `pretrained`, `none`, or the path of a file.
    static InitialWeights parse(String text) {
        return switch (text) {
            case "pretrained" -> pretrained();
            case "none" -> none();
            default -> file(Path.of(text));
        };
    }
}
