package dev.graft.bench;

import dev.graft.data.ImageInput;
import dev.graft.data.ImagePipeline;
import dev.graft.data.ImageSource;
import dev.graft.model.Model;
import dev.graft.model.ModelKind;
import dev.graft.model.Predictor;
import dev.graft.model.Sharing;
import dev.graft.nn.FrozenStages;
import dev.graft.nn.Network;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.torch.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;

/// What a model answers with once it is warm: one photo after the other, from several threads, and from many that share
/// batches.
/// ```text
/// WarmPrediction MODEL_FOLDER PHOTO
/// ```
final class WarmPrediction {
    private static final int TIMES = 100;
    private static final int WARM_UP = 400;
    private static final int MANY = 64;
    private static final Duration LONGEST_WAIT = Duration.ofMillis(5);

    private final Model<ImageSource> model;
    private final ImageSource photo;

    private WarmPrediction(Model<ImageSource> model, ImageSource photo) {
        this.model = model;
        this.photo = photo;
    }

    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        ImageSource photo = ImageSource.of("photo", Files.readAllBytes(Path.of(args[1])));
        try (Model<ImageSource> model = ModelKind.IMAGE.open(Path.of(args[0]), Device.CPU)) {
            WarmPrediction warm = new WarmPrediction(model, photo);
            warm.one();
            warm.shared();
            warm.twoThreads();
        }
    }

    private static void tell(String key, double value) {
        System.out.printf(Locale.ROOT, "bench %s %.3f%n", key, value);
    }

    /// The prediction, and what it is made of.
    private void one() {
        Network network = model.network();
        ImagePipeline pipeline = ImagePipeline.evaluation(ImageInput.of(model).preprocessing());
        try (Predictor<ImageSource> predictor = Predictor.of(model);
                FrozenStages stages = network.frozen(0, network.stages().size());
                Scope scope = Scope.open()) {
            Tensor tensor = pipeline.tensor(photo.read(pipeline.channels()));
            double[] medians = inTurns(() -> predictor.predict(photo), () -> photo.read(pipeline.channels()), () -> {
                try (Scope each = Scope.open()) {
                    Tensors.floats(stages.run(tensor, List.of()));
                }
            });
            tell("milliseconds", medians[0]);
            tell("decoding", medians[1]);
            tell("forward", medians[2]);
        }
    }

    /// Median milliseconds of each, in turns: a machine that is slower for a while is so for all. Java compiles while
    /// those run that are not counted.
    private static double[] inTurns(Runnable... works) {
        double[][] times = new double[works.length][TIMES];
        for (int turn = -WARM_UP; turn < TIMES; turn++) {
            for (int work = 0; work < works.length; work++) {
                long started = System.nanoTime();
                works[work].run();
                if (turn >= 0) {
                    times[work][turn] = (System.nanoTime() - started) * 1e-6;
                }
            }
        }
        return Arrays.stream(times)
                .mapToDouble(each ->
                        Arrays.stream(each).sorted().skip(TIMES / 2).findFirst().orElseThrow())
                .toArray();
    }

    /// Images a second of many threads that share batches, over those of one call with a list.
    private void shared() throws InterruptedException, ExecutionException {
        List<ImageSource> list = Collections.nCopies(6 * MANY, photo);
        try (Predictor<ImageSource> predictor = Predictor.of(model);
                Predictor<ImageSource> sharing = Predictor.of(model, Sharing.within(LONGEST_WAIT))) {
            List<Double> ratios = new ArrayList<>();
            for (int turn = -1; turn < 3; turn++) {
                long started = System.nanoTime();
                predictor.predict(list);
                double asList = (System.nanoTime() - started) * 1e-9;
                double asMany = seconds(sharing, MANY, list.size() / MANY);
                if (turn >= 0) {
                    ratios.add(asList / asMany);
                }
            }
            tell("shared_over_list", new Samples(ratios).median());
        }
    }

    /// Images a second of two threads over those of one, where each computes by itself.
    private void twoThreads() throws InterruptedException, ExecutionException {
        Threads.set(1);
        try (Predictor<ImageSource> predictor = Predictor.of(model)) {
            List<Double> ratios = new ArrayList<>();
            for (int turn = -1; turn < 3; turn++) {
                double one = seconds(predictor, 1, TIMES);
                double two = seconds(predictor, 2, TIMES / 2);
                if (turn >= 0) {
                    ratios.add(one / two);
                }
            }
            tell("two_threads_over_one", new Samples(ratios).median());
        }
    }

    private double seconds(Predictor<ImageSource> predictor, int threads, int each)
            throws InterruptedException, ExecutionException {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                running.add(pool.submit(() -> {
                    start.await();
                    for (int i = 0; i < each; i++) {
                        predictor.predict(photo);
                    }
                    return null;
                }));
            }
            long started = System.nanoTime();
            start.countDown();
            for (Future<?> one : running) {
                one.get();
            }
            return (System.nanoTime() - started) * 1e-9;
        }
    }
}
