package dev.graft.zoo;

import dev.graft.data.Preprocessing;
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
import dev.graft.weights.HubFile;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.global.torch;

/// Residual networks for CIFAR's images of 32 px: He et al. 2015, section 4.2, <https://arxiv.org/abs/1512.03385>.
/// Shortcuts have no parameters (option A: every second pixel, new channels zero).
///
/// Names, order and initialisation are those of <https://github.com/akamaster/pytorch_resnet_cifar10>, `resnet.py`
/// (its published weights name the layers `conv1`, `conv2` and `linear`).
final class CifarResNet {
    private static final String FILES =
            "https://github.com/akamaster/pytorch_resnet_cifar10/raw/master/pretrained_models/";
    private static final Init KAIMING = Init.kaimingNormal();

    private CifarResNet() {}

    static List<Model> models() {
        return List.of(
                preset(
                        20,
                        269_722,
                        hubFile("resnet20", "12fca82f0bebc4135bf1f32f6e3710e61d5108578464b84fd6d7f5c1b04036c8"),
                        91.73),
                preset(32, 464_154, hubFile("resnet32", "d509ac18"), 92.63),
                preset(44, 658_586, hubFile("resnet44", "014dd654"), 93.10),
                preset(
                        56,
                        853_018,
                        hubFile("resnet56", "4bfd97631478d6b638d2764fd2baff3edb1d7d82252d54439343b6596b9b5367"),
                        93.39));
    }

    private static Model preset(int depth, long parameters, HubFile weights, double top1) {
        ModelCard card = new ModelCard(
                "cifar_resnet" + depth,
                "cifar_resnet",
                "ResNet-" + depth + " for CIFAR-10",
                "linear",
                Preprocessing.imagenet(32, 32),
                1,
                parameters,
                10,
                Optional.of(weights),
                false,
                "BSD-2-Clause; trained on CIFAR-10",
                URI.create("https://arxiv.org/abs/1512.03385"),
                "akamaster/pytorch_resnet_cifar10 resnet" + depth,
                OptionalDouble.of(top1));
        int blocks = (depth - 2) / 6;
        return new Model(card, (name, options, device) -> build(name, blocks, options, device));
    }

    private static HubFile hubFile(String name, String sha256) {
        String file = name + "-" + sha256.substring(0, 8) + ".th";
        return new HubFile(file, URI.create(FILES + file), sha256);
    }

    private static Network build(String name, int blocks, NetworkOptions options, Device device) {
        ParamStore params = new ParamStore(device);
        List<Stage> stages = new ArrayList<>();
        ParamPath root = params.stage("stem");
        Conv2d first = shape(options.channels(), 16, 1);
        stages.add(new Stage("stem", Layers.convNorm(root.sub("conv1"), root.sub("bn1"), first, Activation.RELU)));
        int in = 16;
        for (int i = 0; i < 3; i++) {
            String stage = "layer" + (i + 1);
            ParamPath path = params.stage(stage).sub(stage);
            List<Layer> layers = new ArrayList<>();
            for (int block = 0; block < blocks; block++) {
                int out = 16 << i;
                double dropPath = options.dropPathAt(i * blocks + block, 3 * blocks);
                layers.add(block(path.sub(block), new ResNet.Block(in, out, in == out ? 1 : 2, dropPath)));
                in = out;
            }
            stages.add(new Stage(stage, Layers.sequence(layers)));
        }
        stages.add(new Stage("avgpool", Layers.globalAvgPool()));
        ParamPath linear = params.stage("linear").sub("linear");
        Linear shape = Linear.of(in, options.classes());
        stages.add(new Stage(
                "linear",
                Layers.dropout(options.dropoutOr(0))
                        .then(Layers.linear(linear, shape.withInit(KAIMING, shape.biasInit())))));
        return new Network(name, params, stages);
    }

    private static Layer block(ParamPath path, ResNet.Block block) {
        int out = block.planes();
        Layer body = Layers.sequence(
                Layers.convNorm(
                        path.sub("conv1"), path.sub("bn1"), shape(block.in(), out, block.stride()), Activation.RELU),
                Layers.convNorm(path.sub("conv2"), path.sub("bn2"), shape(out, out, 1), Activation.NONE),
                Layers.stochasticDepth(block.dropPath()));
        Layer shortcut = block.stride() == 1 ? Layers.identity() : everySecondPixel(path, out);
        return Layers.residual(body, shortcut).then(Layers.reluInPlace());
    }

    /// Half the height and width, and a quarter of `out` channels of zeros on either side.
    private static Layer everySecondPixel(ParamPath path, int out) {
        LongOptional whole = path.own(new LongOptional());
        long[] pad = {0, 0, 0, 0, out / 4, out / 4};
        return (x, pass) -> torch.constant_pad_nd(x.slice(2, whole, whole, 2).slice(3, whole, whole, 2), pad);
    }

    private static Conv2d shape(int in, int out, int stride) {
        return Conv2d.of(in, out, 3).withStride(stride).withPadding(1).withInit(KAIMING, Init.ZEROS);
    }
}
