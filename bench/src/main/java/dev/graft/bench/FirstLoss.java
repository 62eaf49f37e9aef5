package dev.graft.bench;

import dev.graft.nn.Network;
import dev.graft.nn.StageModes;
import dev.graft.torch.Device;
import dev.graft.torch.Rng;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.weights.Safetensors;
import dev.graft.weights.StateDict;
import dev.graft.weights.WeightsFile;
import dev.graft.zoo.Zoo;
import dev.graft.zoo.encoder.EncoderConfig;
import dev.graft.zoo.encoder.EncoderHead;
import dev.graft.zoo.encoder.Encoders;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Leaves the weights and the batch that all programs begin with, and says what Graft's network makes of them.
/// ```text
/// FirstLoss mobilenet_v2|resnet18 FOLDER [BACKBONE_FILE]
/// FirstLoss bert-base FOLDER MODEL_FOLDER
/// ```
final class FirstLoss {
    private static final int CLASSES = 2;
    private static final int IMAGES = 8;
    private static final int SIZE = 224;
    private static final Map<String, String> METADATA = Map.of("format", "pt");

    private FirstLoss() {}

    public static void main(String[] args) {
        Path folder = Path.of(args[1]);
        Rng.seedGlobal(1);
        if (args[0].equals(SameNetwork.BERT_BASE.id())) {
            EncoderConfig config = EncoderConfig.read(Path.of(args[2]));
            try (Scope scope = Scope.open();
                    Network network = Encoders.create(config, EncoderHead.classification(CLASSES), Device.CPU)) {
                network.params().initialize(1);
                Tensor ids = torch.randint(5, config.vocabulary(), new long[] {IMAGES, Texts.MAX_LENGTH})
                        .to(torch.ScalarType.Long);
                Safetensors.write(folder.resolve("batch.safetensors"), Map.of("ids", ids), METADATA);
                tell(network, ids, List.of(torch.ones_like(ids), torch.zeros_like(ids)), folder);
            }
        } else {
            try (Scope scope = Scope.open();
                    Network network = Zoo.create(args[0], CLASSES, 3, Device.CPU)) {
                network.params().initialize(1);
                if (args.length > 2) {
                    try (StateDict backbone = WeightsFile.read(Path.of(args[2]))) {
                        backbone.loadInto(network);
                    }
                }
                Tensor images = torch.randn(new long[] {IMAGES, 3, SIZE, SIZE});
                Safetensors.write(folder.resolve("batch.safetensors"), Map.of("images", images), METADATA);
                tell(network, images, List.of(), folder);
            }
        }
    }

    private static void tell(Network network, Tensor input, List<Tensor> extras, Path folder) {
        Safetensors.write(folder.resolve("weights.safetensors"), network.params(), METADATA);
        try (NoGradGuard guard = new NoGradGuard()) {
            Tensor logits = network.run(0, network.stages().size(), input, extras, StageModes.EVALUATION);
            long[] labels = LongStream.range(0, IMAGES).map(i -> i % CLASSES).toArray();
            double loss =
                    torch.cross_entropy_loss(logits, Tensors.of(labels, IMAGES)).item_double();
            System.out.println("bench parameters " + network.params().parameterCount());
            System.out.printf(Locale.ROOT, "bench first_loss %.6f%n", loss);
        }
    }
}
