package dev.graft.zoo;

import dev.graft.nn.Conv2d;
import dev.graft.nn.Init;
import dev.graft.nn.Layer;
import dev.graft.nn.Layers;
import dev.graft.nn.Network;
import dev.graft.nn.ParamPath;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.torch.Activation;
import dev.graft.torch.Device;
import dev.graft.zoo.Torchvision.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// SqueezeNet: Iandola et al. 2016, <https://arxiv.org/abs/1602.07360>. The head is a convolution.
///
/// Names, order and initialisation are those of torchvision 0.14.1, `models/squeezenet.py`. A stage is a convolution
/// or a fire module; the activation and the pooling that follow belong to it.
final class SqueezeNet {
    private static final Torchvision FAMILY =
            new Torchvision("squeezenet", "classifier", "https://arxiv.org/abs/1602.07360");
    private static final double DROPOUT = 0.5;
    private static final List<Integer> SQUEEZES = List.of(16, 16, 32, 32, 48, 48, 64, 64);
    private static final Init CONV = Init.kaimingUniform();

    private SqueezeNet() {}

    /// What the two versions differ in.
    ///
    /// @param stem      output channels of the first convolution
    /// @param kernel    of the first convolution
    /// @param poolAfter the fire modules, counted from 0, that a max-pool follows
    private record Shape(int stem, int kernel, List<Integer> poolAfter) {
        Network build(String name, NetworkOptions options, Device device) {
            return SqueezeNet.build(name, this, options, device);
        }
    }

    static List<Model> models() {
        ModelCard v1 = FAMILY.card(
                "squeezenet1_0",
                "SqueezeNet 1.0",
                1_248_424,
                new Weights("IMAGENET1K_V1", "squeezenet1_0-b66bff10.pth", 256, 58.092),
                21);
        ModelCard v11 = FAMILY.card(
                "squeezenet1_1",
                "SqueezeNet 1.1",
                1_235_496,
                new Weights("IMAGENET1K_V1", "squeezenet1_1-b8a52dc0.pth", 256, 58.178),
                17);
        return List.of(
                new Model(v1, new Shape(96, 7, List.of(2, 6))::build),
                new Model(v11, new Shape(64, 3, List.of(1, 3))::build));
    }

    private static Network build(String name, Shape shape, NetworkOptions options, Device device) {
        options.requireNoDropPath(name);
        ParamStore params = new ParamStore(device);
        List<Stage> stages = new ArrayList<>();
        Conv2d first =
                Conv2d.of(options.channels(), shape.stem(), shape.kernel()).withStride(2);
        stages.add(new Stage("features.0", convRelu(feature(params, 0), first).then(Layers.maxPool(3, 2, 0, true))));
        int number = 3; // 0 to 2 are the convolution, its ReLU and the pool
        int in = shape.stem();
        for (int i = 0; i < SQUEEZES.size(); i++) {
            boolean pooled = shape.poolAfter().contains(i);
            Layer fire = fire(feature(params, number), in, SQUEEZES.get(i));
            Layer body = pooled ? fire.then(Layers.maxPool(3, 2, 0, true)) : fire;
            stages.add(new Stage("features." + number, body));
            in = 8 * SQUEEZES.get(i);
            number += pooled ? 2 : 1;
        }
        ParamPath classifier = params.stage("classifier").sub("classifier").sub(1);
        Conv2d last = Conv2d.of(in, options.classes(), 1).withInit(Init.normal(0.01), Init.ZEROS);
        stages.add(new Stage(
                "classifier",
                Layers.sequence(
                        Layers.dropout(options.dropoutOr(DROPOUT)),
                        Layers.conv2d(classifier, last, Activation.RELU),
                        Layers.globalAvgPool())));
        return new Network(name, params, stages);
    }

    /// A narrow 1x1 convolution, then a 1x1 and a 3x3 beside each other: four times `squeeze` channels each.
    private static Layer fire(ParamPath path, int in, int squeeze) {
        int expand = 4 * squeeze;
        Layer narrow = convRelu(path.sub("squeeze"), Conv2d.of(in, squeeze, 1));
        Layer expand1 = convRelu(path.sub("expand1x1"), Conv2d.of(squeeze, expand, 1));
        Layer expand3 =
                convRelu(path.sub("expand3x3"), Conv2d.of(squeeze, expand, 3).withPadding(1));
        return (x, pass) -> {
            Tensor squeezed = narrow.forward(x, pass);
            TensorVector both = new TensorVector(expand1.forward(squeezed, pass), expand3.forward(squeezed, pass));
            return torch.cat(both, 1);
        };
    }

    private static Layer convRelu(ParamPath path, Conv2d shape) {
        return Layers.conv2d(path, shape.withInit(CONV, Init.ZEROS), Activation.RELU);
    }

    private static ParamPath feature(ParamStore params, int number) {
        return params.stage("features." + number).sub("features").sub(number);
    }
}
