package dev.graft.bench.djl;

import ai.djl.engine.Engine;
import java.util.List;

/// ```text
/// Djl prepare|beginning|feature-extraction|full|mobilenet-step|predict-folder|predict-one|memory KEY=VALUE…
/// ```
public final class Djl {
    private Djl() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        Work work = Work.of(args);
        switch (args[0]) {
            case "prepare" -> {
                Engine engine = Engine.getEngine("PyTorch");
                System.out.println("bench version DJL " + Engine.getDjlVersion() + " libtorch " + engine.getVersion());
            }
            case "feature-extraction", "memory" -> Training.featureExtraction(work);
            case "beginning" -> Networks.beginning(work.path("beginnings"), work.text("network"));
            case "full" -> Training.step(work, Networks.RESNET);
            case "mobilenet-step" -> Training.step(work, Networks.MOBILENET);
            case "predict-folder" ->
                Prediction.predict(work.path("beginnings"), Prediction.in(work.path("photos")), work.number("batch"));
            case "predict-one" -> Prediction.predict(work.path("beginnings"), List.of(work.path("photo")), 1);
            default -> throw new IllegalArgumentException("no such work here: " + args[0]);
        }
        System.exit(0); // its pool of readers does not end by itself
    }
}
