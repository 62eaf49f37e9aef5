package dev.graft.bench.parts;

import static java.util.Objects.requireNonNull;

import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.torch.Device;
import dev.graft.torch.Tensors;
import dev.graft.tune.Optimizer;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.ParamGroup;
import dev.graft.zoo.Zoo;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A fused AdamW step over all 62 parameters of a ResNet-18, 11.7 million elements.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OptimizerBenchmark {
    private static final Map<String, Double> RATES = Map.of("all", 1e-4);

    private @Nullable Network network;
    private @Nullable Optimizer optimizer;

    @Setup
    public void start() {
        Network fresh = Zoo.create("resnet18", 1000, 3, Device.parse("cpu"));
        fresh.params().initialize(0);
        List<ParamStore.Entry> parameters = fresh.params().parameters();
        try (dev.graft.torch.Scope scope = dev.graft.torch.Scope.open()) {
            for (ParamStore.Entry entry : parameters) {
                entry.tensor().set_requires_grad(true);
                entry.tensor().sum().backward(); // a gradient of ones
            }
        }
        network = fresh;
        optimizer = new Optimizer(OptimizerSettings.adamW(), List.of(new ParamGroup("all", parameters, 0.01)));
    }

    @TearDown
    public void stop() {
        requireNonNull(optimizer).close();
        requireNonNull(network).close();
    }

    @Benchmark
    public void adamW() {
        requireNonNull(optimizer).step(RATES);
    }

    /// Of the first parameter: it moves with each step.
    float firstWeight() {
        return Tensors.floats(
                requireNonNull(network).params().parameters().getFirst().tensor())[0];
    }
}
