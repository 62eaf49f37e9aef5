package dev.graft.tune;

/// The update rules as the papers and PyTorch's documentation write them, in double precision.
final class Textbook {
    final double[] weight;
    private final OptimizerSettings settings;
    private final double decay;
    private final double[] first;
    private final double[] second;
    private int steps;

    Textbook(OptimizerSettings settings, double decay, double[] start) {
        this.settings = settings;
        this.decay = decay;
        this.weight = start.clone();
        this.first = new double[start.length];
        this.second = new double[start.length];
    }

    /// The weights 1 and 2 after one step of gradients 1.
    static double[] oneStep(OptimizerSettings settings, double decay, double rate) {
        Textbook textbook = new Textbook(settings, decay, new double[] {1, 2});
        textbook.step(new float[] {1, 1}, rate);
        return textbook.weight;
    }

    void step(float[] gradient, double rate) {
        steps++;
        for (int i = 0; i < weight.length; i++) {
            switch (settings) {
                case OptimizerSettings.Solve s -> throw new AssertionError("takes no steps");
                case OptimizerSettings.Sgd s -> {
                    double g = gradient[i] + decay * weight[i];
                    first[i] = s.momentum() * first[i] + g;
                    weight[i] -= rate * (s.nesterov() ? g + s.momentum() * first[i] : first[i]);
                }
                case OptimizerSettings.Adam s ->
                    adam(i, gradient[i] + decay * weight[i], rate, s.beta1(), s.beta2(), s.eps());
                case OptimizerSettings.AdamW s -> {
                    weight[i] -= rate * decay * weight[i];
                    adam(i, gradient[i], rate, s.beta1(), s.beta2(), s.eps());
                }
            }
        }
    }

    private void adam(int i, double g, double rate, double beta1, double beta2, double eps) {
        first[i] = beta1 * first[i] + (1 - beta1) * g;
        second[i] = beta2 * second[i] + (1 - beta2) * g * g;
        double mean = first[i] / (1 - Math.pow(beta1, steps));
        double square = second[i] / (1 - Math.pow(beta2, steps));
        weight[i] -= rate * mean / (Math.sqrt(square) + eps);
    }
}
