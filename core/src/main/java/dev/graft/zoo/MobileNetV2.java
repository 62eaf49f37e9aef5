package dev.graft.zoo;

import dev.graft.nn.Conv2d;
import dev.graft.nn.Init;
import dev.graft.nn.Layer;
import dev.graft.nn.Layers;
import dev.graft.nn.Linear;
import dev.graft.nn.Network;
import dev.graft.nn.ParamPath;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.torch.Activation;
import dev.graft.torch.Device;
import dev.graft.zoo.Torchvision.Weights;
import java.util.ArrayList;
import java.util.List;

/// MobileNetV2: Sandler et al. 2018, <https://arxiv.org/abs/1801.04381>.
///
/// Names, order and initialisation are those of torchvision 0.14.1, `models/mobilenetv2.py`.
final class MobileNetV2 {
    private static final Torchvision FAMILY =
            new Torchvision("mobilenet_v2", "classifier", "https://arxiv.org/abs/1801.04381");
    private static final Init CONV = Init.kaimingNormalFanOut();
    private static final double DROPOUT = 0.2;
    private static final int FEATURES = 1280;

    /// Table 2 of the paper: how much a block widens, its channels, how many there are, and the first one's stride.
    private record Row(int expand, int channels, int blocks, int stride) {}

    /// One block of a row.
    ///
    /// @param dropPath probability of leaving it out, where it has a shortcut
    private record Block(int in, int out, int expand, int stride, double dropPath) {}

    private static final List<Row> ROWS = List.of(
            new Row(1, 16, 1, 1),
            new Row(6, 24, 2, 2),
            new Row(6, 32, 3, 2),
            new Row(6, 64, 4, 2),
            new Row(6, 96, 3, 1),
            new Row(6, 160, 3, 2),
            new Row(6, 320, 1, 1));

    private MobileNetV2() {}

    static List<Model> models() {
        ModelCard card = FAMILY.card(
                "mobilenet_v2",
                "MobileNetV2",
                3_504_872,
                new Weights("IMAGENET1K_V2", "mobilenet_v2-7ebf99e0.pth", 232, 72.154));
        return List.of(new Model(card, MobileNetV2::build));
    }

    private static Network build(String name, NetworkOptions options, Device device) {
        ParamStore params = new ParamStore(device);
        List<Stage> stages = new ArrayList<>();
        Conv2d first = Conv2d.of(options.channels(), 32, 3).withStride(2).withPadding(1);
        stages.add(new Stage("features.0", convNormRelu6(feature(params, 0), first)));
        int in = 32;
        int blocks = ROWS.stream().mapToInt(Row::blocks).sum();
        for (Row row : ROWS) {
            for (int block = 0; block < row.blocks(); block++) {
                int number = stages.size();
                int stride = block == 0 ? row.stride() : 1;
                ParamPath conv = feature(params, number).sub("conv");
                double dropPath = options.dropPathAt(number - 1, blocks); // stage 0 is no block
                Block shape = new Block(in, row.channels(), row.expand(), stride, dropPath);
                stages.add(new Stage("features." + number, block(conv, shape)));
                in = row.channels();
            }
        }
        int last = stages.size();
        stages.add(new Stage("features." + last, convNormRelu6(feature(params, last), Conv2d.of(in, FEATURES, 1))));
        stages.add(new Stage("avgpool", Layers.globalAvgPool()));
        ParamPath classifier = params.stage("classifier").sub("classifier").sub(1);
        Linear linear = Linear.of(FEATURES, options.classes()).withInit(Init.normal(0.01), Init.ZEROS);
        stages.add(new Stage(
                "classifier", Layers.dropout(options.dropoutOr(DROPOUT)).then(Layers.linear(classifier, linear))));
        return new Network(name, params, stages);
    }

    /// Wide between two narrow ends: the shortcut joins the narrow ones.
    private static Layer block(ParamPath conv, Block block) {
        int in = block.in();
        int out = block.out();
        int hidden = in * block.expand();
        List<Layer> steps = new ArrayList<>();
        int number = 0;
        if (block.expand() != 1) {
            steps.add(convNormRelu6(conv.sub(number++), Conv2d.of(in, hidden, 1)));
        }
        Conv2d depthwise = Conv2d.grouped(hidden, hidden, 3, hidden)
                .withStride(block.stride())
                .withPadding(1);
        steps.add(convNormRelu6(conv.sub(number++), depthwise));
        Conv2d narrow = Conv2d.of(hidden, out, 1);
        steps.add(convNorm(conv.sub(number), conv.sub(number + 1), narrow, Activation.NONE));
        if (block.stride() > 1 || in != out) {
            return Layers.sequence(steps);
        }
        steps.add(Layers.stochasticDepth(block.dropPath()));
        return Layers.residual(Layers.sequence(steps), Layers.identity());
    }

    private static Layer convNormRelu6(ParamPath path, Conv2d shape) {
        return convNorm(path.sub(0), path.sub(1), shape, Activation.RELU6);
    }

    private static Layer convNorm(ParamPath conv, ParamPath norm, Conv2d shape, Activation activation) {
        return Layers.convNorm(conv, norm, shape.withInit(CONV, Init.ZEROS), activation);
    }

    private static ParamPath feature(ParamStore params, int number) {
        return params.stage("features." + number).sub("features").sub(number);
    }
}
