package dev.graft.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.demo.SurfacePhotos.Kind;
import dev.graft.job.TrainingOptions;
import dev.graft.job.TrainingOptions.NetworkOptions;
import dev.graft.job.TrainingRequest;
import dev.graft.method.Choice;
import dev.graft.model.ModelKind;
import dev.graft.testing.NeedsTorch;
import dev.graft.testing.Surfaces;
import dev.graft.torch.Device;
import dev.graft.train.RunFolder;
import dev.graft.train.RunKind;
import dev.graft.train.StopRequest;
import dev.graft.train.TrainingEvent;
import dev.graft.train.TrainingListener;
import dev.graft.weights.Hub;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsTorch
class RaceTest {
    private static final Hub HUB = Hub.fromEnvironment();
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    private static Path folder;

    private static TrainingRequest request;

    @BeforeAll
    static void draw() throws IOException {
        Path data = Surfaces.classes(folder.resolve("surfaces"), 8);
        NetworkOptions small = NetworkOptions.of("graft-nano");
        request = TrainingRequest.images(data)
                .withNetwork(new NetworkOptions(small.model(), small.weights(), 32, 3, null, 0, null, null, null))
                .withThreads(1)
                .with(Choice.EPOCHS, 2)
                .with(Choice.BATCH, 8);
    }

    private static Race race(String... arms) {
        return Race.of(request, List.of(arms), LONG, HUB, each -> 1);
    }

    private static TrainingListener stoppingAfter(int epochs, StopRequest stop) {
        int[] seen = {0};
        return event -> {
            if (event instanceof TrainingEvent.EpochDone) {
                seen[0]++;
                if (seen[0] == epochs) {
                    stop.ask();
                }
            }
        };
    }

    private static String scores(RaceReport report) {
        StringBuilder text = new StringBuilder();
        report.arms().forEach(arm -> {
            text.append(arm.name()).append(' ').append(arm.stopped());
            arm.rungs()
                    .forEach(rung ->
                            text.append(' ').append(rung.epochs()).append(':').append(rung.score()));
            text.append('\n');
        });
        return text.append(report.chosen()).append(report.judged()).toString();
    }

    @Test
    void whoWinsIsARunLikeAnyOther() {
        Path run = folder.resolve("whole");
        List<String> lines = new ArrayList<>();

        Raced raced = race("features", "last-stage")
                .withListener((moment, line, soFar) -> lines.add(line))
                .run(run)
                .orElseThrow();

        assertThat(raced.race().chosen()).isNotNull();
        assertThat(raced.report().kind()).isEqualTo(RunKind.RACE);
        assertThat(RunFolder.open(run).readReport().race()).isNotNull();
        assertThat(TrainingOptions.ofRun(run)).isPresent();
        assertThat(run.resolve("model/model.safetensors")).exists();
        assertThat(run.resolve("winner")).doesNotExist();
        assertThat(lines.getFirst())
                .startsWith("race of 2 arms, compared on 3 folds of the training part, 18 examples");
        try (var model = ModelKind.IMAGE.open(run, Device.CPU)) {
            assertThat(model.labels()).hasSize(3);
        }
    }

    @Test
    void whatIsInterruptedAnywhereEndsTheSame() {
        String whole = scores(race("features", "last-stage")
                .run(folder.resolve("straight"))
                .orElseThrow()
                .race());
        Path run = folder.resolve("interrupted");
        StopRequest first = new StopRequest();
        Race race = race("features", "last-stage");
        Optional<Raced> raced = race.withStopRequest(first)
                .withListener(stoppingAfter(4, first))
                .run(run);
        for (int more = 1; raced.isEmpty(); more += 5) {
            StopRequest stop = new StopRequest();
            Race again = Race.resumed(run, HUB);
            raced = again.withStopRequest(stop)
                    .withListener(stoppingAfter(more, stop))
                    .resume(run);
        }

        assertThat(scores(raced.get().race())).isEqualTo(whole);
    }

    @Test
    void whatDoesNotFitTheBudgetIsLeftOutFromTheThoroughEnd() {
        Race race = Race.of(
                request, List.of("features", "last-stage", "discriminative"), Duration.ofMillis(1), HUB, each -> 60);

        assertThat(race.plan().arms()).extracting(RaceReport.Runner::name).containsExactly("features");
        assertThat(race.plan().cut()).extracting(Evidence.Cut::what).containsExactly("discriminative", "last-stage");
        assertThat(race.plan().cut().getFirst().back()).startsWith("--budget ");
    }

    @Test
    void whatContradictsIsSaidAndLeftOut() {
        TrainingRequest stages = request.with(Choice.STAGES, "1");

        Race race = Race.of(stages, List.of("features", "last-stage"), LONG, HUB, each -> 1);

        assertThat(race.plan().arms()).extracting(RaceReport.Runner::name).containsExactly("last-stage");
        assertThat(race.plan().cut()).extracting(Evidence.Cut::what).containsExactly("features");
    }

    @Test
    void fewImagesAreNoHindrance() throws IOException {
        Path data = folder.resolve("few");
        Surfaces.write(data.resolve("good"), Kind.GOOD, 3, 1);
        Surfaces.write(data.resolve("scratch"), Kind.SCRATCH, 3, 2);

        Raced raced = Race.of(
                        TrainingRequest.images(data)
                                .withNetwork(request.network())
                                .withThreads(1)
                                .with(Choice.EPOCHS, 2),
                        List.of("last-stage", "discriminative"),
                        LONG,
                        HUB,
                        each -> 1)
                .run(folder.resolve("few-run"))
                .orElseThrow();

        assertThat(raced.race().chosen()).isNotNull();
    }
}
