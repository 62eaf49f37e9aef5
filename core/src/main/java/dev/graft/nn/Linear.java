package dev.graft.nn;

/// The shape of a linear layer, and how it starts: an argument of [Layers#linear(ParamPath, Linear)].
///
/// @param in         features of x
/// @param out        features of the result
/// @param bias       whether there is a bias
/// @param weightInit how the weight starts
/// @param biasInit   how the bias starts
public record Linear(int in, int out, boolean bias, Init weightInit, Init biasInit) {

    public Linear {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException("linear: expected at least 1 feature, found " + in + " -> " + out);
        }
    }

    /// With a bias, initialised as `nn.Linear` does by default.
    public static Linear of(int in, int out) {
        Init standard = Init.torchDefault(in);
        return new Linear(in, out, true, standard, standard);
    }

    public Linear withoutBias() {
        return new Linear(in, out, false, weightInit, biasInit);
    }

    public Linear withInit(Init weight, Init bias) {
        return new Linear(in, out, this.bias, weight, bias);
    }
}
