package dev.graft.zoo;

import dev.graft.data.Preprocessing;
import dev.graft.data.image.Interpolation;
import dev.graft.nn.Conv2d;
import dev.graft.nn.Init;
import dev.graft.nn.Layer;
import dev.graft.nn.Layers;
import dev.graft.nn.Linear;
import dev.graft.nn.Network;
import dev.graft.nn.Norm;
import dev.graft.nn.ParamPath;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.torch.Activation;
import dev.graft.torch.Device;
import dev.graft.weights.Embedded;
import dev.graft.weights.HubFile;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// EfficientNet-Lite: EfficientNet (Tan and Le 2019, <https://arxiv.org/abs/1905.11946>) without squeeze-and-excitation
/// and with ReLU6, made for CPUs and for eight bits. Each level is wider and deeper than the one before, but for its
/// stem and the depth of its first and last group.
///
/// Names, order and initialisation are those of timm 1.0.31, `models/efficientnet.py`; the head starts as one that timm
/// puts in another's place, which suits few classes. Those called `tf_` are TensorFlow's, in padding and norms.
final class EfficientNetLite {
    private static final URI PAPER = URI.create("https://arxiv.org/abs/1905.11946");
    private static final String FILES =
            "https://github.com/rwightman/pytorch-image-models/releases/download/v0.1-weights/";
    private static final int STEM = 32;
    private static final int FEATURES = 1280;
    private static final double TENSORFLOW_EPSILON = 1e-3;

    /// A group of blocks at level 0: how much a block widens, its kernel, its channels, how many there are, and the
    /// first one's stride.
    private record Row(int expand, int kernel, int channels, int blocks, int stride) {}

    private static final List<Row> ROWS = List.of(
            new Row(1, 3, 16, 1, 1),
            new Row(6, 3, 24, 2, 2),
            new Row(6, 5, 40, 2, 2),
            new Row(6, 3, 80, 3, 2),
            new Row(6, 5, 112, 3, 1),
            new Row(6, 5, 192, 4, 2),
            new Row(6, 3, 320, 1, 1));

    /// What the levels differ in.
    ///
    /// @param width  channels, times those of level 0
    /// @param depth  blocks, times those of level 0
    /// @param size   side of the images in pixels
    /// @param resize length of the shorter side before the crop
    private record Level(int number, double width, double depth, long parameters, int size, int resize) {
        /// To a multiple of 8, and no more than a tenth down.
        int channels(int atLevel0) {
            double wanted = atLevel0 * width;
            int rounded = Math.max(8, (int) (wanted + 4) / 8 * 8);
            return rounded < 0.9 * wanted ? rounded + 8 : rounded;
        }

        int blocks(Row row) {
            boolean fixed = row == ROWS.getFirst() || row == ROWS.getLast();
            return fixed ? row.blocks() : (int) Math.ceil(row.blocks() * depth);
        }
    }

    /// Published weights.
    ///
    /// @param version timm's name for them
    /// @param file    its name ends in the first eight digits of its SHA-256
    /// @param top1    accuracy on ImageNet-1k in percent
    private record Weights(String version, String file, double top1) {
        HubFile hubFile() {
            String prefix = file.substring(file.lastIndexOf('-') + 1, file.lastIndexOf('.'));
            return new HubFile(file, URI.create(FILES + file), prefix);
        }
    }

    private EfficientNetLite() {}

    static List<Model> models() {
        Level lite0 = new Level(0, 1.0, 1.0, 4_652_008, 224, 256);
        Level lite1 = new Level(1, 1.0, 1.1, 5_416_680, 240, 272);
        Level lite2 = new Level(2, 1.1, 1.2, 6_092_072, 260, 292);
        Level lite3 = new Level(3, 1.2, 1.4, 8_197_096, 300, 331);
        Level lite4 = new Level(4, 1.4, 1.8, 13_006_568, 380, 413);
        Level plain4 = new Level(4, 1.4, 1.8, 13_006_568, 380, 412);
        return List.of(
                tensorflow(lite0, new Weights("in1k", "tf_efficientnet_lite0-0aa007d2.pth", 75.1)),
                tensorflow(lite1, new Weights("in1k", "tf_efficientnet_lite1-bde8b488.pth", 76.7)),
                tensorflow(lite2, new Weights("in1k", "tf_efficientnet_lite2-dcccb7df.pth", 77.6)),
                tensorflow(lite3, new Weights("in1k", "tf_efficientnet_lite3-b733e338.pth", 79.8)),
                tensorflow(lite4, new Weights("in1k", "tf_efficientnet_lite4-741542c3.pth", 81.5)),
                plain(lite0, new Weights("ra_in1k", "efficientnet_lite0_ra-37913777.pth", 75.5)),
                plain(lite1, null),
                plain(lite2, null),
                plain(lite3, null),
                plain(plain4, null));
    }

    private static Model tensorflow(Level level, Weights weights) {
        List<Double> half = List.of(0.5, 0.5, 0.5);
        Preprocessing preprocessing = new Preprocessing(level.size(), level.resize(), 3, half, half)
                .withInterpolation(level.number() < 3 ? Interpolation.BICUBIC : Interpolation.BILINEAR);
        String name = "tf_efficientnet_lite" + level.number();
        return new Model(card(name, level, preprocessing, weights), new Shape(level, true, TENSORFLOW_EPSILON)::build);
    }

    private static Model plain(Level level, @Nullable Weights weights) {
        Preprocessing preprocessing =
                Preprocessing.imagenet(level.size(), level.resize()).withInterpolation(Interpolation.BICUBIC);
        String name = "efficientnet_lite" + level.number();
        return new Model(card(name, level, preprocessing, weights), new Shape(level, false, Norm.EPSILON)::build);
    }

    private static ModelCard card(String name, Level level, Preprocessing preprocessing, @Nullable Weights weights) {
        boolean tensorflow = name.startsWith("tf_");
        boolean embedded = name.equals(Embedded.EFFICIENTNET_LITE0);
        return new ModelCard(
                name,
                "efficientnet_lite",
                "EfficientNet-Lite" + level.number() + (tensorflow ? "" : ", padded evenly"),
                "classifier",
                preprocessing,
                1,
                level.parameters(),
                1000,
                weights == null || embedded ? Optional.empty() : Optional.of(weights.hubFile()),
                embedded,
                "Apache-2.0; trained on ImageNet-1k, whose own terms apply",
                PAPER,
                "timm 1.0.31 " + name + (weights == null ? "" : "." + weights.version()),
                weights == null ? OptionalDouble.empty() : OptionalDouble.of(weights.top1()));
    }

    /// One block of a row.
    ///
    /// @param dropPath probability of leaving it out, where it has a shortcut
    private record Block(int in, int out, int kernel, int expand, int stride, double dropPath) {}

    /// @param same    TensorFlow's padding, where PyTorch pads both ends alike
    /// @param epsilon of the norms
    private record Shape(Level level, boolean same, double epsilon) {
        Network build(String name, NetworkOptions options, Device device) {
            ParamStore params = new ParamStore(device);
            List<Stage> stages = new ArrayList<>();
            ParamPath root = params.stage("stem");
            Conv2d first = padded(Conv2d.of(options.channels(), STEM, 3).withStride(2));
            stages.add(new Stage("stem", convNorm(root.sub("conv_stem"), root.sub("bn1"), first, Activation.RELU6)));
            int blocks = ROWS.stream().mapToInt(level::blocks).sum();
            int number = 0;
            int in = STEM;
            for (int group = 0; group < ROWS.size(); group++) {
                Row row = ROWS.get(group);
                int out = level.channels(row.channels());
                String stage = "blocks." + group;
                ParamPath path = params.stage(stage).sub("blocks").sub(group);
                List<Layer> layers = new ArrayList<>();
                for (int block = 0; block < level.blocks(row); block++) {
                    int stride = block == 0 ? row.stride() : 1;
                    double dropPath = options.dropPathAt(number++, blocks + 1); // timm divides by their count here
                    layers.add(
                            block(path.sub(block), new Block(in, out, row.kernel(), row.expand(), stride, dropPath)));
                    in = out;
                }
                stages.add(new Stage(stage, Layers.sequence(layers)));
            }
            ParamPath last = params.stage("conv_head");
            Conv2d wide = Conv2d.of(in, FEATURES, 1);
            stages.add(
                    new Stage("conv_head", convNorm(last.sub("conv_head"), last.sub("bn2"), wide, Activation.RELU6)));
            stages.add(new Stage("global_pool", Layers.globalAvgPool()));
            ParamPath classifier = params.stage("classifier").sub("classifier");
            Linear linear = Linear.of(FEATURES, options.classes());
            stages.add(new Stage(
                    "classifier", Layers.dropout(options.dropoutOr(0)).then(Layers.linear(classifier, linear))));
            return new Network(name, params, stages);
        }

        /// Wide between two narrow ends: the shortcut joins the narrow ones.
        private Layer block(ParamPath path, Block block) {
            boolean widens = block.expand() > 1;
            int hidden = block.in() * block.expand();
            List<Layer> steps = new ArrayList<>();
            if (widens) {
                Conv2d wide = Conv2d.of(block.in(), hidden, 1);
                steps.add(convNorm(path.sub("conv_pw"), path.sub("bn1"), wide, Activation.RELU6));
            }
            Conv2d depthwise = padded(
                    Conv2d.grouped(hidden, hidden, block.kernel(), hidden).withStride(block.stride()));
            steps.add(convNorm(path.sub("conv_dw"), path.sub(widens ? "bn2" : "bn1"), depthwise, Activation.RELU6));
            Conv2d narrow = Conv2d.of(hidden, block.out(), 1);
            steps.add(convNorm(
                    path.sub(widens ? "conv_pwl" : "conv_pw"),
                    path.sub(widens ? "bn3" : "bn2"),
                    narrow,
                    Activation.NONE));
            if (block.stride() > 1 || block.in() != block.out()) {
                return Layers.sequence(steps);
            }
            steps.add(Layers.stochasticDepth(block.dropPath()));
            return Layers.residual(Layers.sequence(steps), Layers.identity());
        }

        private Conv2d padded(Conv2d conv) {
            return same ? conv.withSamePadding() : conv.withPadding(conv.kernel() / 2);
        }

        private Layer convNorm(ParamPath conv, ParamPath norm, Conv2d shape, Activation activation) {
            double fanOut = (double) shape.kernel() * shape.kernel() * shape.out() / shape.groups();
            Init init = Init.normal(Math.sqrt(2 / fanOut));
            return Layers.convNorm(conv, new Norm(norm, epsilon), shape.withInit(init, Init.ZEROS), activation);
        }
    }
}
