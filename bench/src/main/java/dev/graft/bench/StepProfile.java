package dev.graft.bench;

import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.nn.StageModes;
import dev.graft.torch.ConvolutionGradients;
import dev.graft.torch.Device;
import dev.graft.torch.Engine;
import dev.graft.torch.FusedConvolution;
import dev.graft.torch.Scope;
import dev.graft.train.Recipe;
import dev.graft.zoo.Zoo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.jspecify.annotations.Nullable;

/// Where the time of ResNet-18's training step goes: its operators one by one, forward and backward, at the
/// shapes of 32 images of 224 pixels, beside the whole step and beside what the machine can do at best.
/// ```text
/// StepProfile [REPETITIONS]
/// ```
/// An operator is timed alone, on the same memory each time, and the median counts. The whole step holds
/// the loss, the head and the optimizer too, and its memory is colder.
final class StepProfile {
    private static final int SIZE = 224;
    private static final int WARM_UP = 2;
    private static final int REPETITIONS = 7;
    private static final int COPIED_FLOATS = 64 << 20;
    private static final double GIGA = 1e-9;
    private static final long[] ONES = {1, 1};
    private static final long[] NO_PADDING = {0, 0};

    /// A convolution of ResNet-18, and how many of that shape there are.
    ///
    /// @param side height and width of what comes in
    record Convolution(int in, int out, int kernel, int stride, int side, int count) {
        static final List<Convolution> ALL = List.of(
                new Convolution(3, 64, 7, 2, 224, 1),
                new Convolution(64, 64, 3, 1, 56, 4),
                new Convolution(64, 128, 3, 2, 56, 1),
                new Convolution(64, 128, 1, 2, 56, 1),
                new Convolution(128, 128, 3, 1, 28, 3),
                new Convolution(128, 256, 3, 2, 28, 1),
                new Convolution(128, 256, 1, 2, 28, 1),
                new Convolution(256, 256, 3, 1, 14, 3),
                new Convolution(256, 512, 3, 2, 14, 1),
                new Convolution(256, 512, 1, 2, 14, 1),
                new Convolution(512, 512, 3, 1, 7, 3));

        /// Whether it reads pixels, whose gradient nobody asks for.
        boolean first() {
            return in == 3;
        }

        String name() {
            return "%dx%d, %d to %d, %d px".formatted(kernel, kernel, in, out, side);
        }

        /// Of one forward pass over an image.
        double gflop() {
            double pixels = (double) side / stride * side / stride;
            return 2 * pixels * in * out * kernel * kernel * GIGA;
        }
    }

    /// Features of one shape, and how many norms, activations and sums with a shortcut make them in a
    /// forward pass.
    private record Features(int channels, int side, int norms, int activations, int sums) {
        static final List<Features> ALL = List.of(
                new Features(64, 112, 1, 1, 0),
                new Features(64, 56, 4, 4, 2),
                new Features(128, 28, 5, 4, 2),
                new Features(256, 14, 5, 4, 2),
                new Features(512, 7, 5, 4, 2));
    }

    /// @param count   how often in a step
    /// @param seconds of all of them
    /// @param gflop    their arithmetic, 0 where memory alone counts
    /// @param bytes   what they read and write at least, 0 where arithmetic counts
    private record Line(String kind, int count, double seconds, double gflop, double bytes) {
        static Line sum(String kind, List<Line> lines) {
            return new Line(
                    kind,
                    lines.stream().mapToInt(Line::count).sum(),
                    lines.stream().mapToDouble(Line::seconds).sum(),
                    lines.stream().mapToDouble(Line::gflop).sum(),
                    lines.stream().mapToDouble(Line::bytes).sum());
        }

        String row(double step) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %.0f | %.1f%% | %s |",
                    kind,
                    count,
                    seconds * 1e3,
                    100 * seconds / step,
                    rate());
        }

        private String rate() {
            if (gflop > 0 && bytes > 0) {
                return "";
            }
            return gflop > 0
                    ? String.format(Locale.ROOT, "%.0f GFLOP/s", gflop / seconds)
                    : String.format(Locale.ROOT, "%.1f GB/s", bytes * GIGA / seconds);
        }
    }

    private final int repetitions;
    private final List<Line> lines = new ArrayList<>();
    private final List<String> convolutions = new ArrayList<>();
    private final List<String> stages = new ArrayList<>();

    private StepProfile(int repetitions) {
        this.repetitions = repetitions;
    }

    public static void main(String[] args) {
        Engine.start();
        new StepProfile(args.length == 0 ? REPETITIONS : Integer.parseInt(args[0])).run();
    }

    private void run() {
        double step;
        try (Network network = Zoo.create("resnet18", 2, 3, Device.CPU)) {
            step = TrainingStep.secondsPerStep(network, Recipe.DEFAULT, repetitions, WARM_UP, SIZE);
        }
        try (Scope scope = Scope.open();
                NoGradGuard noGradients = new NoGradGuard()) {
            Convolution.ALL.forEach(this::convolution);
            Features.ALL.forEach(this::memoryBound);
            maxPool();
        }
        lastStages("layer4", 256, 14);
        lastStages("layer3", 128, 28);
        print(step, TrainingStep.sgemmGflops(TrainingStep.MATRIX), copyGigabytes());
    }

    private void convolution(Convolution conv) {
        try (Scope scope = Scope.open()) {
            Tensor x = features(conv.in(), conv.side());
            Tensor weight = torch.randn(new long[] {conv.out(), conv.in(), conv.kernel(), conv.kernel()})
                    .contiguous(MemoryFormat.ChannelsLast);
            Tensor gradient = features(conv.out(), conv.side() / conv.stride());
            FusedConvolution.Shape shape = new FusedConvolution.Shape(conv.stride(), conv.kernel() / 2, 1);
            long[] stride = {conv.stride(), conv.stride()};
            long[] padding = {conv.kernel() / 2, conv.kernel() / 2};
            double forward = seconds(() ->
                    torch.convolution(x, weight, new TensorOptional(), stride, padding, ONES, false, NO_PADDING, 1));
            double ofInput = conv.first() ? 0 : seconds(() -> backward(conv, gradient, x, weight, true));
            double ofWeight = seconds(() -> backward(conv, gradient, x, weight, false));
            double asProduct = ConvolutionGradients.pays(x, weight, shape)
                    ? seconds(() -> ConvolutionGradients.ofWeight(x, gradient, weight, shape))
                    : 0;
            double gflop = Setting.BATCH * conv.gflop();
            convolutions.add(String.format(
                    Locale.ROOT,
                    "| %s | %d | %s | %s | %s | %s |",
                    conv.name(),
                    conv.count(),
                    cell(forward, gflop),
                    cell(ofInput, gflop),
                    cell(ofWeight, gflop),
                    cell(asProduct, gflop)));
            add("convolutions forward", conv.count(), forward, gflop, 0);
            if (ofInput > 0) {
                add("gradients of their inputs", conv.count(), ofInput, gflop, 0);
            }
            double used = asProduct > 0 && ConvolutionGradients.processorGains() ? asProduct : ofWeight;
            add("gradients of their weights", conv.count(), used, gflop, 0);
        }
    }

    /// What autograd calls: the gradient of the input, or of the weight.
    private static void backward(Convolution conv, Tensor gradient, Tensor x, Tensor weight, boolean ofInput) {
        long[] stride = {conv.stride(), conv.stride()};
        long[] padding = {conv.kernel() / 2, conv.kernel() / 2};
        torch.convolution_backward(
                gradient,
                x,
                weight,
                new LongArrayRefOptional(),
                stride,
                padding,
                ONES,
                false,
                NO_PADDING,
                1,
                wanted(ofInput, !ofInput, false));
    }

    private static String cell(double seconds, double gflop) {
        return seconds == 0 ? "" : String.format(Locale.ROOT, "%.0f ms, %.0f", seconds * 1e3, gflop / seconds);
    }

    private void memoryBound(Features shape) {
        try (Scope scope = Scope.open()) {
            Tensor x = features(shape.channels(), shape.side());
            Tensor gradient = features(shape.channels(), shape.side());
            double size = x.nbytes();
            // forward reads twice (statistics, result) and writes once, backward reads both twice and writes once
            add("batch norms", shape.norms(), batchNorm(x, gradient), 0, 8 * size);
            Scalar zero = new Scalar(0);
            double activation = seconds(x::relu_) + seconds(() -> torch.threshold_backward(gradient, x, zero));
            add("activations", shape.activations(), activation, 0, 5 * size);
            if (shape.sums() > 0) {
                // the shortcut, and the sum of the two gradients that meet where it began
                double sum = seconds(() -> x.add_(gradient)) + seconds(() -> gradient.add(x));
                add("sums", shape.sums(), sum, 0, 6 * size);
            }
        }
    }

    private double batchNorm(Tensor x, Tensor gradient) {
        long channels = x.size(1);
        TensorOptional weight = new TensorOptional(torch.ones(channels));
        TensorOptional bias = new TensorOptional(torch.zeros(channels));
        TensorOptional mean = new TensorOptional(torch.zeros(channels));
        TensorOptional variance = new TensorOptional(torch.ones(channels));
        BoolPointer wanted = wanted(true, true, true);
        return seconds(() -> torch.native_batch_norm(x, weight, bias, mean, variance, true, 0.1, 1e-5))
                + seconds(() -> torch.native_batch_norm_backward(
                        gradient, x, weight, mean, variance, mean, variance, true, 1e-5, wanted));
    }

    /// What fine-tuning the last stages takes where the stages below run once.
    ///
    /// @param channels and side: of what enters the stage
    private void lastStages(String from, int channels, int side) {
        try (Scope scope = Scope.open();
                Network network = Zoo.create("resnet18", 2, 3, Device.CPU);
                ConvolutionGradients products = new ConvolutionGradients(true)) {
            network.params().initialize(0);
            List<String> names = network.stages().stream().map(Stage::name).toList();
            int first = names.indexOf(from);
            for (ParamStore.Entry entry : network.params().parameters()) {
                entry.tensor().set_requires_grad(names.indexOf(entry.stage()) >= first);
            }
            Tensor x = features(channels, side);
            double autograd = seconds(() -> pass(network, first, x, null).backward());
            double ours = seconds(() -> products.backward(pass(network, first, x, products)));
            stages.add(String.format(Locale.ROOT, "| %s | %.0f | %.0f |", from, autograd * 1e3, ours * 1e3));
        }
    }

    private static Tensor pass(Network network, int from, Tensor x, @Nullable ConvolutionGradients products) {
        StageModes training = new StageModes() {
            @Override
            public boolean trains(Stage stage) {
                return true;
            }

            @Override
            public @Nullable ConvolutionGradients gradients() {
                return products;
            }
        };
        return network.run(from, network.stages().size(), x, List.of(), training)
                .mean();
    }

    private void maxPool() {
        try (Scope scope = Scope.open()) {
            Tensor x = features(64, 112);
            long[] window = {3, 3};
            long[] stride = {2, 2};
            T_TensorTensor_T pooled = torch.max_pool2d_with_indices(x, window, stride, ONES, ONES, false);
            Tensor gradient = features(64, 56);
            double forward = seconds(() -> torch.max_pool2d_with_indices(x, window, stride, ONES, ONES, false));
            double backward = seconds(() -> torch.max_pool2d_with_indices_backward(
                    gradient, x, window, stride, ONES, ONES, false, pooled.get1()));
            add("max pooling", 1, forward + backward, 0, 2.5 * x.nbytes());
        }
    }

    private void add(String kind, int count, double secondsOfOne, double gflopOfOne, double bytesOfOne) {
        lines.add(new Line(kind, count, count * secondsOfOne, count * gflopOfOne, count * bytesOfOne));
    }

    private static Tensor features(long channels, long side) {
        return torch.randn(new long[] {Setting.BATCH, channels, side, side}).contiguous(MemoryFormat.ChannelsLast);
    }

    private static BoolPointer wanted(boolean... gradients) {
        BoolPointer wanted = new BoolPointer(gradients.length);
        for (int i = 0; i < gradients.length; i++) {
            wanted.put(i, gradients[i]);
        }
        return wanted;
    }

    /// Median of the repetitions after the warm-up.
    private double seconds(Runnable operator) {
        double[] seconds = new double[repetitions];
        for (int i = -WARM_UP; i < repetitions; i++) {
            try (Scope scope = Scope.open()) {
                long started = System.nanoTime();
                operator.run();
                if (i >= 0) {
                    seconds[i] = (System.nanoTime() - started) * GIGA;
                }
            }
        }
        Arrays.sort(seconds);
        return seconds[repetitions / 2];
    }

    /// What the memory gives at best: a copy reads and writes.
    private double copyGigabytes() {
        try (Scope scope = Scope.open()) {
            Tensor from = torch.ones(COPIED_FLOATS);
            Tensor to = torch.zeros(COPIED_FLOATS);
            return 2.0 * from.nbytes() * GIGA / seconds(() -> to.copy_(from));
        }
    }

    private void print(double step, double gflops, double gigabytes) {
        System.out.printf(
                Locale.ROOT,
                "Whole step: %.0f ms. Matrix product: %.0f GFLOP/s. Copy: %.1f GB/s.%n%n"
                        + "| operators | count | ms | share of the step | reached |%n|---|---:|---:|---:|---:|%n",
                step * 1e3,
                gflops,
                gigabytes);
        lines.stream().map(Line::kind).distinct().forEach(kind -> {
            List<Line> ofKind =
                    lines.stream().filter(line -> line.kind().equals(kind)).toList();
            System.out.println(Line.sum(kind, ofKind).row(step));
        });
        System.out.println(Line.sum("all of these", lines).row(step));
        System.out.printf("%nOne convolution of each shape, ms and GFLOP/s:%n%n"
                + "| convolution | count | forward | gradient of its input | of its weight, oneDNN | of its weight,"
                + " as a product |%n|---|---:|---:|---:|---:|---:|%n");
        convolutions.forEach(System.out::println);
        System.out.printf("%nForward and backward from a stage to the end, ms:%n%n"
                + "| from | autograd alone | weights' gradients as products |%n|---|---:|---:|%n");
        stages.forEach(System.out::println);
    }
}
