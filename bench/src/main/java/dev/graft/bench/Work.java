package dev.graft.bench;

/// What a floating-point operation count comes to. A multiply-accumulate (MAC) is two operations; a training step of
/// all layers costs three forward passes: one forward, one for the gradients of the activations, one for those of the
/// weights.
final class Work {
    /// Multiply-accumulates of a forward pass over one image of 224 x 224 pixels.
    static final double RESNET18_MACS = 1.82e9;

    /// As [#RESNET18_MACS].
    static final double MOBILENET_V2_MACS = 0.30e9;

    /// Multiply-accumulates of a forward pass over one token of BERT-base: 85 million weights, and attention to 128
    /// tokens.
    static final double BERT_BASE_MACS = 85.1e6 + 12 * 2 * 768 * 128;

    private Work() {}

    /// GFLOP/s of training a network as a whole: 2 x 3 x MACs x images or tokens / seconds.
    static double trainingGflops(SameNetwork network, double units, double seconds) {
        return 2 * 3 * network.macs() * units / seconds * 1e-9;
    }

    /// GFLOP/s of predicting with MobileNetV2: 2 x MACs x images / seconds.
    static double predictionGflops(double images, double seconds) {
        return 2 * MOBILENET_V2_MACS * images / seconds * 1e-9;
    }
}
