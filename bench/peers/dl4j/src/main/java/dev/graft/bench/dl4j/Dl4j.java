package dev.graft.bench.dl4j;

import java.io.IOException;
import org.nd4j.linalg.factory.Nd4j;

/// ```text
/// Dl4j prepare|feature-extraction|memory KEY=VALUE…
/// ```
public final class Dl4j {
    private Dl4j() {}

    public static void main(String[] args) throws IOException {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        Work work = Work.of(args);
        switch (args[0]) {
            case "prepare" ->
                System.out.println("bench version Deeplearning4j 1.0.0-M2.1, backend "
                        + Nd4j.getBackend().getClass().getSimpleName() + " "
                        + System.getProperty("org.bytedeco.javacpp.platform.extension", ""));
            case "feature-extraction", "memory" -> Training.featureExtraction(work);
            default -> throw new IllegalArgumentException("no such work here: " + args[0]);
        }
        System.exit(0); // its threads do not end by themselves
    }
}
