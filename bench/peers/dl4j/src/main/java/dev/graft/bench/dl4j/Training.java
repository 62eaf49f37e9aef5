package dev.graft.bench.dl4j;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.datavec.api.io.labels.ParentPathLabelGenerator;
import org.datavec.api.split.FileSplit;
import org.datavec.image.recordreader.ImageRecordReader;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.datasets.iterator.AsyncDataSetIterator;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.transferlearning.TransferLearningHelper;
import org.deeplearning4j.util.ModelSerializer;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.VGG16ImagePreProcessor;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/// Feature extraction from folders of photos.
final class Training {
    private static final int SIZE = 224;
    private static final int CLASSES = 2;
    private static final int FEATURES = 512;
    private static final int SEED = 42;
    private static final String LAST_FROZEN = "pooled";

    private Training() {}

    /// A new head on a frozen SqueezeNet 1.1: runs the frozen part once over all photos, trains and validates the
    /// head each epoch, and saves the best model. The zoo has no MobileNetV2; of what it has this is nearest in
    /// work (0.35 GMAC beside 0.30). Its weights are random: the pretrained ones need a download. Times do not
    /// depend on them.
    static void featureExtraction(Work work) throws IOException {
        TransferLearningHelper helper = new TransferLearningHelper(network(work.rate()), LAST_FROZEN);
        List<DataSet> train = featurize(helper, photos(work, "train"));
        List<DataSet> val = featurize(helper, photos(work, "val"));
        double best = -1;
        for (int epoch = 0; epoch < work.number("epochs"); epoch++) {
            train.forEach(helper::fitFeaturized);
            Evaluation evaluation = new Evaluation(CLASSES);
            val.forEach(batch -> evaluation.eval(batch.getLabels(), helper.outputFromFeaturized(batch.getFeatures())));
            if (evaluation.accuracy() > best) {
                best = evaluation.accuracy();
                ModelSerializer.writeModel(
                        helper.unfrozenGraph(), work.path("out").toFile(), false);
            }
        }
        System.out.printf(Locale.ROOT, "bench val_accuracy %.4f%n", best);
        System.out.println("bench trainable " + helper.unfrozenGraph().numParams());
    }

    private static ComputationGraph network(double rate) {
        ComputationGraph published = SqueezeNet.builder()
                .numClasses(1000)
                .inputShape(new int[] {3, SIZE, SIZE})
                .seed(SEED)
                .build()
                .init();
        FineTuneConfiguration tuning = new FineTuneConfiguration.Builder()
                .updater(new Adam(rate))
                .seed(SEED)
                .build();
        TransferLearning.GraphBuilder builder =
                new TransferLearning.GraphBuilder(published).fineTuneConfiguration(tuning);
        for (String vertex : List.of("loss", "softmax", "avg_pool", "conv10_act", "conv10", "drop9")) {
            builder.removeVertexAndConnections(vertex);
        }
        return builder.addLayer(LAST_FROZEN, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "fire9")
                .addLayer(
                        "head",
                        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                                .nIn(FEATURES)
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        LAST_FROZEN)
                .setOutputs("head")
                .build();
    }

    /// Batches of photos in a shuffled order, read ahead on another thread.
    private static DataSetIterator photos(Work work, String part) throws IOException {
        File folder = work.path("data").resolve(part).toFile();
        ImageRecordReader reader = new ImageRecordReader(SIZE, SIZE, 3, new ParentPathLabelGenerator());
        reader.initialize(new FileSplit(folder, new String[] {"jpg", "jpeg"}, new Random(SEED)));
        DataSetIterator batches = new RecordReaderDataSetIterator(reader, work.number("batch"), 1, CLASSES);
        batches.setPreProcessor(new VGG16ImagePreProcessor());
        return new AsyncDataSetIterator(batches);
    }

    private static List<DataSet> featurize(TransferLearningHelper helper, DataSetIterator photos) {
        List<DataSet> features = new ArrayList<>();
        while (photos.hasNext()) {
            features.add(helper.featurize(photos.next()));
        }
        return features;
    }
}
