package dev.graft.data;

/// Options that say, beside other things, how examples become parts.
///
/// @param <S> the options
public interface Divided<S> {
    /// How examples become parts.
    SplitOptions split();

    /// How examples become parts.
    S withSplit(SplitOptions value);

    /// What is learned; where nothing is said, one class an example, or several labels where the data have them.
    default S withTask(Task value) {
        return withSplit(split().withTask(value));
    }

    default S withValidationFraction(double value) {
        return withSplit(split().withValidationFraction(value));
    }

    /// Which files of a folder are examples.
    default S withFiles(FilePatterns value) {
        return withSplit(split().withFiles(value));
    }

    default S withSeed(long value) {
        return withSplit(split().withSeed(value));
    }

    default S withStrict(boolean value) {
        return withSplit(split().withStrict(value));
    }

    default S withTestForValidation(boolean value) {
        return withSplit(split().withTestForValidation(value));
    }

    /// Learns from few examples of each class only; the validation part stays whole.
    default S withPerClass(int value) {
        return withSplit(split().withPerClass(value));
    }
}
