package dev.graft.torch;

import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.global.torch;

/// Random numbers that depend on a seed and on nothing else.
public final class Rng {
    private final GeneratorOptional generator;

    private Rng(GeneratorOptional generator) {
        this.generator = generator;
    }

    /// A CPU generator of its own, for operators that take one (weight initialisation).
    public static Rng of(long seed) {
        Engine.start();
        Generator generator = torch.make_generator_cpu(seed);
        return new Rng(new GeneratorOptional(generator));
    }

    /// Seeds libtorch's global generators, which dropout draws from, on every device.
    public static void seedGlobal(long seed) {
        Engine.start();
        torch.manual_seed(seed);
    }

    /// Mixes several numbers into one seed (SplitMix64), so that what is random can depend on
    /// (seed, epoch, index) without any state to save.
    public static long mix(long... parts) {
        long state = 0x9E3779B97F4A7C15L;
        for (long part : parts) {
            state = scramble(state + part + 0x9E3779B97F4A7C15L);
        }
        return state;
    }

    /// What libtorch's operators take.
    public GeneratorOptional nativeGenerator() {
        return generator;
    }

    private static long scramble(long x) {
        long z = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
