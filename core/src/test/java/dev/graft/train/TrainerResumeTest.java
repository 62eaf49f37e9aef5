package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.nn.Adapters;
import dev.graft.nn.Lora;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.torch.Threads;
import dev.graft.tune.Group;
import dev.graft.tune.Interval;
import dev.graft.tune.Phase;
import dev.graft.tune.Plan;
import dev.graft.tune.Schedule;
import dev.graft.tune.Span;
import dev.graft.weights.StateDict;
import dev.graft.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerResumeTest {
    @BeforeAll
    static void oneThread() {
        Threads.set(1); // a toy's tensors are too small to share among threads
    }

    @AfterAll
    static void allThreads() {
        Threads.set(Threads.available());
    }

    private static final Group HEAD = new Group("head", List.of("head"), 0.01, 0);

    /// What learns in a run that is interrupted, and what its checkpoint must hold of the network then.
    private enum Case {
        /// In two phases, so that an interruption may fall between them.
        EVERYTHING(
                List.of(
                        new Phase(0, List.of(HEAD)),
                        new Phase(2, List.of(new Group("body", List.of("stem", "middle"), 0.001, 0.01), HEAD))),
                List.of("stem.", "middle.", "head.")),
        HEAD_ALONE(List.of(new Phase(0, List.of(HEAD))), List.of("head.")),
        ADAPTERS(
                List.of(new Phase(0, List.of(new Group("adapters", List.of("*.lora_A.weight"), 0.01, 0), HEAD))),
                List.of("middle.fc.weight", "middle.fc.lora_", "head."));

        private final List<Phase> phases;
        private final List<String> saved;

        Case(List<Phase> phases, List<String> saved) {
            this.phases = phases;
            this.saved = saved;
        }

        Plan plan() {
            return Toy.everything(5, 0.01)
                    .withSchedule(Schedule.warmupCosine(Span.share(0.1)), Interval.STEP)
                    .withPhases(phases);
        }

        Network network(long seed) {
            Network network = Toy.network(seed);
            if (this == ADAPTERS) {
                Adapters.attach(network, Lora.of(2).withTargets(List.of("middle.fc")), 42);
            }
            return network;
        }
    }

    @ParameterizedTest
    @EnumSource
    void resumesToTheSameBytes(Case learning, @TempDir Path folder) throws IOException {
        Plan plan = learning.plan();
        RunFolder whole = RunFolder.create(folder.resolve("whole"));
        try (Network network = learning.network(1)) {
            trainer(network, plan).withFolder(whole).fit();
        }
        for (int crashInEpoch = 2; crashInEpoch <= 5; crashInEpoch++) {
            RunFolder broken = RunFolder.create(folder.resolve("broken" + crashInEpoch));
            int epoch = crashInEpoch;
            try (Network network = learning.network(1)) {
                assertThatThrownBy(() -> trainer(network, plan)
                                .withFolder(broken)
                                .withListener(event -> {
                                    if (event instanceof TrainingEvent.BatchDone done
                                            && done.epoch() == epoch
                                            && done.batch() == 4) {
                                        throw new IllegalStateException("power cut");
                                    }
                                })
                                .fit())
                        .hasMessage("power cut");
            }
            try (Network network = learning.network(99)) { // whatever is in it is replaced
                trainer(network, plan).withFolder(broken).fit();
            }
            for (String file : List.of("metrics.jsonl", "model/model.safetensors")) {
                assertThat(Files.readAllBytes(broken.root().resolve(file)))
                        .as(file + " after a crash in epoch " + epoch)
                        .isEqualTo(Files.readAllBytes(whole.root().resolve(file)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCheckpointHoldsWhatTheModelsFileDoesNot(Case learning, @TempDir Path folder) throws IOException {
        RunFolder run = RunFolder.create(folder.resolve("run"));
        try (Network network = learning.network(1)) {
            trainer(network, learning.plan()).withFolder(run).fit();
            List<String> expected = network.params().entries().stream()
                    .map(ParamStore.Entry::name)
                    .filter(name -> learning.saved.stream().anyMatch(name::startsWith))
                    .toList();
            try (StateDict saved = WeightsFile.read(run.checkpointFile())) {
                assertThat(saved.tensors().keySet().stream()
                                .filter(name -> name.startsWith(Checkpoint.MODEL))
                                .map(name -> name.substring(Checkpoint.MODEL.length())))
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    @Test
    void resumingAFinishedRunChangesNothing(@TempDir Path folder) throws IOException {
        RunFolder run = RunFolder.create(folder.resolve("run"));
        History history;
        try (Network network = Toy.network(1)) {
            history = trainer(network, Toy.everything(2, 0.01)).withFolder(run).fit();
        }
        byte[] model = Files.readAllBytes(SavedModel.weights(run.model()));
        try (Network network = Toy.network(1)) {
            assertThat(trainer(network, Toy.everything(2, 0.01)).withFolder(run).fit())
                    .isEqualTo(history);
        }
        assertThat(Files.readAllBytes(SavedModel.weights(run.model()))).isEqualTo(model);
    }

    private static Trainer trainer(Network network, Plan plan) {
        return new Trainer(network, plan, Recipe.DEFAULT, Toy.Points.training(), Toy.Points.validation());
    }
}
