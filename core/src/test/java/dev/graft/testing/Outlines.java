package dev.graft.testing;

import dev.graft.tune.NetworkOutline;
import java.util.List;

/// Networks of which only the outline is needed.
public final class Outlines {
    /// Of everything that a method may look for there is some: blocks, a norm, biases, an adapter.
    public static final NetworkOutline SMALL = new NetworkOutline(
            "small",
            List.of("stem", "layer1", "layer2", "fc"),
            "fc",
            List.of(
                    NetworkOutline.Parameter.of("stem.weight", "stem", 4, 3),
                    NetworkOutline.Parameter.of("stem.norm.weight", "stem", 4),
                    NetworkOutline.Parameter.of("stem.norm.bias", "stem", 4),
                    NetworkOutline.Parameter.of("layer1.0.weight", "layer1", 4, 4),
                    NetworkOutline.Parameter.of("layer1.1.weight", "layer1", 4, 4),
                    NetworkOutline.Parameter.of("layer1.1.lora_A.weight", "layer1", 2, 4),
                    NetworkOutline.Parameter.of("layer1.1.lora_B.weight", "layer1", 4, 2),
                    NetworkOutline.Parameter.of("layer2.weight", "layer2", 4, 4),
                    NetworkOutline.Parameter.of("layer2.bias", "layer2", 4),
                    NetworkOutline.Parameter.of("fc.weight", "fc", 2, 4),
                    NetworkOutline.Parameter.of("fc.bias", "fc", 2)),
            List.of());

    private Outlines() {}
}
