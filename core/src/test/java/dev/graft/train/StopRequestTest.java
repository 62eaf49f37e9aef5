package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.nn.Network;
import dev.graft.torch.Tensors;
import dev.graft.torch.Threads;
import dev.graft.tune.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StopRequestTest {
    private static final Plan PLAN = Toy.everything(6, 0.01).withWeightDecay(0);

    @BeforeAll
    static void oneThread() {
        Threads.set(1); // a toy's tensors are too small to share among threads
    }

    @AfterAll
    static void allThreads() {
        Threads.set(Threads.available());
    }

    @Test
    @Timeout(60)
    void aTrainingIsStoppedFromAnotherThreadAndGoesOnToTheSameBytes(@TempDir Path folder) throws Exception {
        RunFolder whole = RunFolder.create(folder.resolve("whole"));
        try (Network network = Toy.network(1)) {
            trainer(network).withFolder(whole).fit();
        }
        RunFolder stopped = RunFolder.create(folder.resolve("stopped"));
        StopRequest request = new StopRequest();
        CountDownLatch inTheThird = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        Thread other = Thread.startVirtualThread(() -> {
            await(inTheThird);
            request.ask();
            asked.countDown();
        });
        List<TrainingEvent.Stopped> told = new ArrayList<>();
        try (Network network = Toy.network(1)) {
            History history = trainer(network)
                    .withFolder(stopped)
                    .withStopRequest(request)
                    .withListener(event -> {
                        if (event instanceof TrainingEvent.BatchDone done && done.epoch() == 3) {
                            inTheThird.countDown();
                            await(asked);
                        }
                        if (event instanceof TrainingEvent.Stopped end) {
                            told.add(end);
                        }
                    })
                    .fit();
            assertThat(history.epochs()).hasSize(3);
            assertThat(history.stopReason()).contains(StopReason.ASKED);
            assertThat(told)
                    .containsExactly(
                            new TrainingEvent.Stopped(StopReason.ASKED, "Stopped as asked after 3 of 6 epochs."));
        }
        other.join();
        assertThat(stopped.root().resolve("model/model.safetensors")).exists();

        try (Network network = Toy.network(99)) { // whatever is in it is replaced
            History history = trainer(network).withFolder(stopped).fit();
            assertThat(history.stopReason()).contains(StopReason.COMPLETED);
        }
        for (String file : List.of("metrics.jsonl", "model/model.safetensors")) {
            assertThat(Files.readAllBytes(stopped.root().resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(whole.root().resolve(file)));
        }
    }

    @Test
    void oneThatHasNotBegunRunsAnEpochSoThatThereIsAModel(@TempDir Path folder) {
        StopRequest request = new StopRequest();
        request.ask();
        try (Network network = Toy.network(1)) {
            History history = trainer(network)
                    .withFolder(RunFolder.create(folder.resolve("run")))
                    .withStopRequest(request)
                    .fit();
            assertThat(history.epochs()).hasSize(1);
        }
        assertThat(folder.resolve("run/model/model.safetensors")).exists();
    }

    @Test
    void hooksSeeTheGradientsOfEveryStep() throws IOException {
        List<Long> steps = new ArrayList<>();
        try (Network network = Toy.network(1);
                Network untouched = Toy.network(1)) {
            trainer(untouched).fit();
            trainer(network)
                    .withStepHook((epoch, step, seen) -> {
                        steps.add(step);
                        seen.params().parameters().forEach(entry -> {
                            assertThat(entry.tensor().grad().defined()).isTrue();
                            entry.tensor().grad().zero_(); // and may change them
                        });
                    })
                    .fit();
            assertThat(steps).hasSize(6 * 12).startsWith(0L, 1L, 2L).endsWith(71L);
            assertThat(weights(network)).isNotEqualTo(weights(untouched)).isEqualTo(weights(Toy.network(1)));
        }
    }

    private static float[] weights(Network network) {
        return Tensors.floats(network.params().parameters().getLast().tensor().detach());
    }

    private static Trainer trainer(Network network) {
        return new Trainer(network, PLAN, Recipe.DEFAULT, Toy.Points.training(), Toy.Points.validation());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
