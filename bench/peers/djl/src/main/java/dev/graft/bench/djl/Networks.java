package dev.graft.bench.djl;

import ai.djl.Model;
import ai.djl.basicmodelzoo.cv.classification.MobileNetV2;
import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.modality.cv.transform.CenterCrop;
import ai.djl.modality.cv.transform.Normalize;
import ai.djl.modality.cv.transform.ResizeShort;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.translate.Transform;
import java.util.List;

/// Networks of the model zoo's blocks, with random weights: the zoo's pretrained ones need a download. Times do not
/// depend on them, accuracies do.
final class Networks {
    static final int SIZE = 224;
    static final int CLASSES = 2;

    private static final int RESIZE = 232;
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] STD = {0.229f, 0.224f, 0.225f};

    private Networks() {}

    static Model mobileNet() {
        return model("mobilenet_v2", MobileNetV2.builder().setOutSize(CLASSES).build());
    }

    static Model resNet18() {
        return model(
                "resnet18",
                ResNetV1.builder()
                        .setImageShape(new Shape(3, SIZE, SIZE))
                        .setNumLayers(18)
                        .setOutSize(CLASSES)
                        .build());
    }

    /// From a decoded photo to the network's input.
    static List<Transform> preprocessing() {
        return List.of(new ResizeShort(RESIZE), new CenterCrop(SIZE, SIZE), new ToTensor(), new Normalize(MEAN, STD));
    }

    private static Model model(String name, Block block) {
        Model model = Model.newInstance(name, "PyTorch");
        model.setBlock(block);
        return model;
    }
}
