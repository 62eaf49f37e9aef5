package dev.graft.zoo;

import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Names, order, shapes, counts and logits are the reference implementation's.
class EvaluationParityTest {

    @NeedsShared("parity/vision")
    @ParameterizedTest
    @MethodSource
    void sharedReference(Path file) {
        Reference.read(file).check();
    }

    static List<Path> sharedReference() {
        return Reference.in(Shared.path("parity/vision"));
    }

    @NeedsShared("parity/modern/timm")
    @ParameterizedTest
    @MethodSource
    void sharedReferenceOfTimm(Path file) {
        Reference.read(file).check();
    }

    static List<Path> sharedReferenceOfTimm() {
        return Reference.in(Shared.path("parity/modern/timm"));
    }

    @ParameterizedTest
    @MethodSource
    void ownGolden(Path file) {
        Reference.read(file).check();
    }

    static List<Path> ownGolden() {
        return Reference.in(Reference.goldens());
    }
}
