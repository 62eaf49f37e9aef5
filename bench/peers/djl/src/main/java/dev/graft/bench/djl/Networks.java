package dev.graft.bench.djl;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.modality.cv.transform.CenterCrop;
import ai.djl.modality.cv.transform.Normalize;
import ai.djl.modality.cv.transform.ResizeShort;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import ai.djl.translate.Transform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// torchvision's networks as TorchScript. The blocks of DJL's own zoo have other shapes: its `ResNetV1` of 18 layers
/// has 1.4 million parameters, a ResNet-18 11.7.
final class Networks {
    static final int SIZE = 224;
    static final int CLASSES = 2;
    static final String MOBILENET = "mobilenet_v2";
    static final String RESNET = "resnet18";

    private static final int RESIZE = 232;
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] STD = {0.229f, 0.224f, 0.225f};

    private Networks() {}

    /// @param folder holds a folder of that name with the network, and a batch
    /// @param trains whether its parameters learn
    static Model load(Path folder, String name, boolean trains) throws IOException, MalformedModelException {
        Model model = Model.newInstance(name, "PyTorch");
        model.load(folder.resolve(name), name, Map.of("trainParam", Boolean.toString(trains)));
        return model;
    }

    /// Says how many parameters it has, and its loss over the batch that all programs begin with.
    static void beginning(Path folder, String name) throws IOException, MalformedModelException {
        try (Model model = load(folder, name, true);
                NDManager manager = NDManager.newBaseManager("PyTorch");
                InputStream batch = Files.newInputStream(folder.resolve(name).resolve("batch.npz"))) {
            NDArray images = NDList.decode(manager, batch).head();
            NDArray labels = manager.arange((int) images.getShape().get(0))
                    .mod(CLASSES)
                    .toType(DataType.INT64, false);
            NDList logits =
                    model.getBlock().forward(new ParameterStore(manager, false), new NDList(images), false);
            float loss = Loss.softmaxCrossEntropyLoss()
                    .evaluate(new NDList(labels), logits)
                    .getFloat();
            long parameters = model.getBlock().getParameters().values().stream()
                    .filter(Networks::isLearned)
                    .map(Parameter::getArray)
                    .mapToLong(NDArray::size)
                    .sum();
            System.out.println("bench parameters " + parameters);
            System.out.printf(Locale.ROOT, "bench first_loss %.6f%n", loss);
        }
    }

    /// Not a statistic of a norm.
    static boolean isLearned(Parameter parameter) {
        String name = parameter.getName();
        return !name.endsWith("running_mean") && !name.endsWith("running_var") && !name.endsWith("num_batches_tracked");
    }

    /// From a decoded photo to the network's input.
    static List<Transform> preprocessing() {
        return List.of(new ResizeShort(RESIZE), new CenterCrop(SIZE, SIZE), new ToTensor(), new Normalize(MEAN, STD));
    }
}
