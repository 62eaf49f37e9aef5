package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Task;
import dev.graft.task.Objective;
import dev.graft.task.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Score ACCURACY =
            Objective.of(Task.SINGLE_LABEL_CLASSIFICATION).score();

    private static History of(double... accuracies) {
        return of(ACCURACY, accuracies);
    }

    private static History of(Score score, double... values) {
        History history = History.none(score);
        for (int i = 0; i < values.length; i++) {
            history = history.with(new EpochResult(i + 1, 1, 0.5, 1, values[i], Map.of(), Map.of("head", 0.1)));
        }
        return history;
    }

    private static int best(History history) {
        return history.best().orElseThrow().epoch();
    }

    @Test
    void theEarliestOfEqualsIsBest() {
        assertThat(best(of(0.5, 0.9, 0.9, 0.8))).isEqualTo(2);
        assertThat(of(0.5, 0.9, 0.9, 0.8).epochsWithoutImprovement()).isEqualTo(2);
        assertThat(of(0.5, 0.9).epochsWithoutImprovement()).isZero();
        assertThat(History.none(ACCURACY).best()).isEmpty();
    }

    @Test
    void aScoreOfWhichLessIsBetterIsBestWhereItIsLowest() {
        History history = of(Score.lower("miss"), 0.5, 0.2, 0.2, 0.4);
        assertThat(best(history)).isEqualTo(2);
        assertThat(history.epochsWithoutImprovement()).isEqualTo(2);
        assertThat(history.firstToReach(0.45).orElseThrow().epoch()).isEqualTo(2);
        assertThat(history.firstToReach(0.1)).isEmpty();
    }

    @Test
    void aLanguageModelIsBestWhereItsLossIsLowest() {
        List<EpochResult> results = new ArrayList<>();
        double[] losses = {6.46, 6.36, 6.41};
        for (int i = 0; i < losses.length; i++) {
            results.add(new EpochResult(i + 1, 7 - i, 0.2, losses[i], 0.25 + i * 0.01, Map.of(), Map.of()));
        }
        Score guessed = Objective.of(Task.MASKED_LANGUAGE_MODELING).score();
        assertThat(best(History.of(guessed, results))).isEqualTo(2);
        assertThat(best(History.of(ACCURACY, results))).isEqualTo(3);
    }

    @Test
    void theLineShowsTheScore() {
        EpochResult result = new EpochResult(1, 1, 0.25, 1, 0.5, Map.of(), Map.of());
        assertThat(result.line(ACCURACY, 1))
                .isEqualTo("[Epoch 01/01] Train Loss: 1.0000 | Train Acc: 0.2500 | Val Loss: 1.0000 | Val Acc: 0.5000");
        assertThat(result.line(Objective.of(Task.REGRESSION).score(), 1))
                .contains("Train R2: 0.2500", "Val R2: 0.5000");
        assertThat(result.line(Score.lower("miss"), 1)).endsWith("Val miss: 0.5000");
    }

    @Test
    void tellsWhenAnAccuracyWasReached() {
        assertThat(of(0.5, 0.8, 0.9).firstToReach(0.8).orElseThrow().epoch()).isEqualTo(2);
        assertThat(of(0.5).firstToReach(0.8)).isEmpty();
    }

    /// As checkpoints have held it since the first version.
    @Test
    void survivesJson() {
        for (History history : List.of(of(0.5, 0.75).stopped(StopReason.EARLY_STOPPED), of(0.5))) {
            Checkpoint checkpoint = new Checkpoint(Checkpoint.Results.of(history), 1.5, 1, 0);
            String json = RunJson.LINES.writeValueAsString(checkpoint);
            assertThat(json)
                    .startsWith("{\"history\":{\"epochs\":[{\"epoch\":1,\"train_loss\":1.0,")
                    .endsWith("\"stop_reason\":"
                            + history.stopReason()
                                    .map(reason -> "\"early_stopped\"")
                                    .orElse("null")
                            + "},\"seconds\":1.5,\"scale\":1.0,\"good_steps\":0}");
            Checkpoint read = RunJson.LINES.readValue(json, Checkpoint.class);
            assertThat(read.history().judgedBy(ACCURACY)).isEqualTo(history);
        }
    }

    /// An objective is written as the task it is for, where the task always stood.
    @Test
    void aRecipeIsWrittenWithItsTask() {
        Recipe recipe = Recipe.DEFAULT.withTask(Task.REGRESSION).withSeed(7);
        String json = RunJson.LINES.writeValueAsString(recipe);
        assertThat(json).startsWith("{\"task\":\"regression\",\"seed\":7,\"accumulation\":1,\"clip\":null,");
        assertThat(RunJson.LINES.readValue(json, Recipe.class)).isEqualTo(recipe);
        Objective own = recipe.objective().withScore(Score.lower("miss"), (targets, answers) -> 0);
        assertThat(RunJson.LINES.writeValueAsString(recipe.withObjective(own))).isEqualTo(json);
    }

    @Test
    void anOwnObjectiveStaysWhereARecipeHasNone() {
        Objective own = Objective.of(Task.REGRESSION).withName("mine");
        Recipe recipe = Recipe.DEFAULT.withObjective(own);
        assertThat(recipe.withUsualObjective(Objective.of(Task.REGRESSION)).objective())
                .isEqualTo(own);
        assertThat(Recipe.DEFAULT.withUsualObjective(own).objective()).isEqualTo(own);
    }
}
