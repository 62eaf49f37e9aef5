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

/// Residual networks for ImageNet.
///
/// - ResNet: He et al. 2015, <https://arxiv.org/abs/1512.03385>
/// - ResNeXt: Xie et al. 2016, <https://arxiv.org/abs/1611.05431>
/// - Wide ResNet: Zagoruyko and Komodakis 2016, <https://arxiv.org/abs/1605.07146>
///
/// Names, order and initialisation are those of torchvision 0.14.1, `models/resnet.py` (the stride of a bottleneck is
/// in its 3x3 convolution).
final class ResNet {
    private static final Torchvision RESNET = new Torchvision("resnet", "fc", "https://arxiv.org/abs/1512.03385");
    private static final Torchvision RESNEXT = new Torchvision("resnext", "fc", "https://arxiv.org/abs/1611.05431");
    private static final Torchvision WIDE = new Torchvision("wide_resnet", "fc", "https://arxiv.org/abs/1605.07146");

    private static final List<Integer> DEPTH_18 = List.of(2, 2, 2, 2);
    private static final List<Integer> DEPTH_34_50 = List.of(3, 4, 6, 3);
    private static final List<Integer> DEPTH_101 = List.of(3, 4, 23, 3);
    private static final List<Integer> DEPTH_152 = List.of(3, 8, 36, 3);

    static final Init CONV = Init.kaimingNormalFanOut();

    private ResNet() {}

    static List<Model> models() {
        return List.of(
                basic(
                        RESNET.card(
                                "resnet18",
                                "ResNet-18",
                                11_689_512,
                                new Weights("IMAGENET1K_V1", "resnet18-f37072fd.pth", 256, 69.758)),
                        DEPTH_18),
                basic(
                        RESNET.card(
                                "resnet34",
                                "ResNet-34",
                                21_797_672,
                                new Weights("IMAGENET1K_V1", "resnet34-b627a593.pth", 256, 73.314)),
                        DEPTH_34_50),
                bottleneck(
                        RESNET.card(
                                "resnet50",
                                "ResNet-50",
                                25_557_032,
                                new Weights("IMAGENET1K_V2", "resnet50-11ad3fa6.pth", 232, 80.858)),
                        DEPTH_34_50,
                        1,
                        64),
                bottleneck(
                        RESNET.card(
                                "resnet101",
                                "ResNet-101",
                                44_549_160,
                                new Weights("IMAGENET1K_V2", "resnet101-cd907fc2.pth", 232, 81.886)),
                        DEPTH_101,
                        1,
                        64),
                bottleneck(
                        RESNET.card(
                                "resnet152",
                                "ResNet-152",
                                60_192_808,
                                new Weights("IMAGENET1K_V2", "resnet152-f82ba261.pth", 232, 82.284)),
                        DEPTH_152,
                        1,
                        64),
                bottleneck(
                        RESNEXT.card(
                                "resnext50_32x4d",
                                "ResNeXt-50 32x4d",
                                25_028_904,
                                new Weights("IMAGENET1K_V2", "resnext50_32x4d-1a0047aa.pth", 232, 81.198)),
                        DEPTH_34_50,
                        32,
                        4),
                bottleneck(
                        RESNEXT.card(
                                "resnext101_32x8d",
                                "ResNeXt-101 32x8d",
                                88_791_336,
                                new Weights("IMAGENET1K_V2", "resnext101_32x8d-110c445d.pth", 232, 82.834)),
                        DEPTH_101,
                        32,
                        8),
                bottleneck(
                        RESNEXT.card(
                                "resnext101_64x4d",
                                "ResNeXt-101 64x4d",
                                83_455_272,
                                new Weights("IMAGENET1K_V1", "resnext101_64x4d-173b62eb.pth", 232, 83.246)),
                        DEPTH_101,
                        64,
                        4),
                bottleneck(
                        WIDE.card(
                                "wide_resnet50_2",
                                "Wide ResNet-50-2",
                                68_883_240,
                                new Weights("IMAGENET1K_V2", "wide_resnet50_2-9ba9bcbe.pth", 232, 81.602)),
                        DEPTH_34_50,
                        1,
                        128),
                bottleneck(
                        WIDE.card(
                                "wide_resnet101_2",
                                "Wide ResNet-101-2",
                                126_886_696,
                                new Weights("IMAGENET1K_V2", "wide_resnet101_2-d733dc28.pth", 232, 82.51)),
                        DEPTH_101,
                        1,
                        128));
    }

    private static Model basic(ModelCard card, List<Integer> depths) {
        return new Model(card, new Shape(false, depths, 1, 64)::build);
    }

    private static Model bottleneck(ModelCard card, List<Integer> depths, int groups, int groupWidth) {
        return new Model(card, new Shape(true, depths, groups, groupWidth)::build);
    }

    /// What the presets differ in.
    ///
    /// @param bottleneck blocks of 1x1, 3x3, 1x1 with four times the channels, or of two 3x3
    /// @param depths     blocks in each of the four stages
    /// @param groups     of the 3x3 convolution in a bottleneck
    /// @param groupWidth channels of one group where the stage has 64
    private record Shape(boolean bottleneck, List<Integer> depths, int groups, int groupWidth) {

        Network build(String name, NetworkOptions options, Device device) {
            ParamStore params = new ParamStore(device);
            List<Stage> stages = new ArrayList<>();
            ParamPath root = params.stage("stem");
            Conv2d conv1 = Conv2d.of(options.channels(), 64, 7).withStride(2).withPadding(3);
            stages.add(new Stage(
                    "stem",
                    convNormRelu(root.sub("conv1"), root.sub("bn1"), conv1).then(Layers.maxPool(3, 2, 1, false))));
            int in = 64;
            int number = 0;
            int blockCount = depths.stream().mapToInt(Integer::intValue).sum();
            for (int i = 0; i < depths.size(); i++) {
                String stage = "layer" + (i + 1);
                ParamPath path = params.stage(stage).sub(stage);
                int planes = 64 << i;
                List<Layer> blocks = new ArrayList<>();
                for (int block = 0; block < depths.get(i); block++) {
                    int stride = i > 0 && block == 0 ? 2 : 1;
                    double dropPath = options.dropPathAt(number++, blockCount);
                    blocks.add(block(path.sub(block), new Block(in, planes, stride, dropPath)));
                    in = bottleneck ? 4 * planes : planes;
                }
                stages.add(new Stage(stage, Layers.sequence(blocks)));
            }
            stages.add(new Stage("avgpool", Layers.globalAvgPool()));
            ParamPath fc = params.stage("fc").sub("fc");
            stages.add(new Stage("fc", head(fc, in, options)));
            return new Network(name, params, stages);
        }

        private Layer block(ParamPath path, Block block) {
            return bottleneck ? bottleneckBlock(path, block) : basicBlock(path, block);
        }

        private Layer bottleneckBlock(ParamPath path, Block block) {
            int width = block.planes() * groupWidth / 64 * groups;
            int out = 4 * block.planes();
            Layer body = Layers.sequence(
                    convNormRelu(path.sub("conv1"), path.sub("bn1"), Conv2d.of(block.in(), width, 1)),
                    convNormRelu(
                            path.sub("conv2"),
                            path.sub("bn2"),
                            Conv2d.grouped(width, width, 3, groups)
                                    .withStride(block.stride())
                                    .withPadding(1)),
                    convNorm(path.sub("conv3"), path.sub("bn3"), Conv2d.of(width, out, 1)),
                    Layers.stochasticDepth(block.dropPath()));
            return Layers.residual(body, shortcut(path, block.in(), out, block.stride()))
                    .then(Layers.reluInPlace());
        }
    }

    /// What the blocks of a network differ in.
    ///
    /// @param in       channels that come in
    /// @param planes   channels of the 3x3 convolutions
    /// @param stride   of the first 3x3 convolution
    /// @param dropPath probability of leaving out what is beside the shortcut
    record Block(int in, int planes, int stride, double dropPath) {}

    /// Two 3x3 convolutions beside a shortcut.
    static Layer basicBlock(ParamPath path, Block block) {
        int out = block.planes();
        Layer body = Layers.sequence(
                convNormRelu(
                        path.sub("conv1"),
                        path.sub("bn1"),
                        Conv2d.of(block.in(), out, 3).withStride(block.stride()).withPadding(1)),
                convNorm(
                        path.sub("conv2"),
                        path.sub("bn2"),
                        Conv2d.of(out, out, 3).withPadding(1)),
                Layers.stochasticDepth(block.dropPath()));
        return Layers.residual(body, shortcut(path, block.in(), out, block.stride()))
                .then(Layers.reluInPlace());
    }

    /// Published without dropout: there is one where the options ask for it.
    static Layer head(ParamPath fc, int in, NetworkOptions options) {
        return Layers.dropout(options.dropoutOr(0)).then(Layers.linear(fc, Linear.of(in, options.classes())));
    }

    /// A convolution without bias, and its norm.
    static Layer convNorm(ParamPath conv, ParamPath norm, Conv2d shape) {
        return Layers.convNorm(conv, norm, shape.withInit(CONV, Init.ZEROS), Activation.NONE);
    }

    /// The same with a ReLU after it.
    static Layer convNormRelu(ParamPath conv, ParamPath norm, Conv2d shape) {
        return Layers.convNorm(conv, norm, shape.withInit(CONV, Init.ZEROS), Activation.RELU);
    }

    private static Layer shortcut(ParamPath path, int in, int out, int stride) {
        if (stride == 1 && in == out) {
            return Layers.identity();
        }
        ParamPath downsample = path.sub("downsample");
        return convNorm(
                downsample.sub(0), downsample.sub(1), Conv2d.of(in, out, 1).withStride(stride));
    }
}
