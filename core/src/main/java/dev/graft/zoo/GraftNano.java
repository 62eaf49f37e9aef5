package dev.graft.zoo;

import dev.graft.data.Preprocessing;
import dev.graft.nn.Conv2d;
import dev.graft.nn.Layer;
import dev.graft.nn.Layers;
import dev.graft.nn.Network;
import dev.graft.nn.ParamPath;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.torch.Device;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A small residual network whose trunk is inside this library, so that transfer learning works before anything is
/// downloaded: one basic block a stage, 3x3 stem with stride 2 and no max-pool, for images of 64 px.
///
/// The block is that of He et al. 2015, <https://arxiv.org/abs/1512.03385>, with torchvision's names (0.14.1,
/// `models/resnet.py`).
final class GraftNano {
    private static final int STEM = 32;
    private static final List<Integer> WIDTHS = List.of(32, 64, 128, 256);

    private static final ModelCard CARD = new ModelCard(
            "graft-nano",
            "graft-nano",
            "Graft nano",
            "fc",
            Preprocessing.imagenet(64, 64),
            1,
            1_277_800,
            200,
            Optional.empty(),
            true,
            "Apache-2.0; trained on Tiny-ImageNet-200",
            URI.create("https://arxiv.org/abs/1512.03385"),
            "Graft, trained with PyTorch 1.13 on Tiny-ImageNet-200",
            OptionalDouble.of(45.1));

    private GraftNano() {}

    static List<Model> models() {
        return List.of(new Model(CARD, GraftNano::build));
    }

    private static Network build(String name, NetworkOptions options, Device device) {
        ParamStore params = new ParamStore(device);
        List<Stage> stages = new ArrayList<>();
        ParamPath root = params.stage("stem");
        Conv2d conv1 = Conv2d.of(options.channels(), STEM, 3).withStride(2).withPadding(1);
        stages.add(new Stage("stem", ResNet.convNormRelu(root.sub("conv1"), root.sub("bn1"), conv1)));
        int in = STEM;
        for (int i = 0; i < WIDTHS.size(); i++) {
            String stage = "layer" + (i + 1);
            ParamPath path = params.stage(stage).sub(stage).sub(0);
            double dropPath = options.dropPathAt(i, WIDTHS.size());
            Layer block = ResNet.basicBlock(path, new ResNet.Block(in, WIDTHS.get(i), i == 0 ? 1 : 2, dropPath));
            stages.add(new Stage(stage, block));
            in = WIDTHS.get(i);
        }
        stages.add(new Stage("avgpool", Layers.globalAvgPool()));
        ParamPath fc = params.stage("fc").sub("fc");
        stages.add(new Stage("fc", ResNet.head(fc, in, options)));
        return new Network(name, params, stages);
    }
}
