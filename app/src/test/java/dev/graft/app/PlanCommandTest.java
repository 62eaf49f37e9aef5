package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.method.Methods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class PlanCommandTest {
    @TempDir
    static Path shared;

    private static Path data = Path.of("");

    @TempDir
    Path folder;

    @BeforeAll
    static void draw() throws IOException {
        data = Surfaces.classes(shared.resolve("surfaces"), 5);
    }

    /// The tutorial's third section, read before it runs.
    @Test
    void gradualUnfreezingIsToldEpochByEpoch() {
        CommandLineRun plan = graft(
                        "plan",
                        "--images",
                        2000,
                        "--classes",
                        10,
                        "--model",
                        "resnet18",
                        "--strategy",
                        "gradual",
                        "--unfreeze",
                        "3,6",
                        "--lr",
                        1e-4,
                        "--backbone-lr",
                        1e-4,
                        "--no-estimate")
                .succeeds();
        assertThat(plan.out()).isEqualTo("""
                data: 2,000 images of 10 classes to train on, 500 to validate with
                gradual unfreezing of resnet18: 10 epochs; AdamW, betas 0.9 0.999, eps 1e-8; cosine to 0, by epoch
                epochs 1 to 3: fc; 5,130 of 11,181,642 parameters train
                  group  parameters  learning rate  weight decay  selects
                  fc          5,130           1e-4          0.01  fc
                  frozen: stem, layer1, layer2, layer3, layer4
                  batch norms: all keep their statistics
                after 3 epochs, epochs 4 to 6: + layer4; 8,398,858 of 11,181,642 parameters train
                  group   parameters  learning rate  weight decay  selects
                  fc           5,130           1e-4          0.01  fc
                  layer4   8,393,728           1e-4          0.01  layer4
                  frozen: stem, layer1, layer2, layer3
                  batch norms: those of layer4 learn the statistics of the batches, the others keep theirs
                after 6 epochs, epochs 7 to 10: + layer3; 10,498,570 of 11,181,642 parameters train
                  group   parameters  learning rate  weight decay  selects
                  fc           5,130           1e-4          0.01  fc
                  layer4   8,393,728           1e-4          0.01  layer4
                  layer3   2,099,712           1e-4          0.01  layer3
                  frozen: stem, layer1, layer2
                  batch norms: those of layer3, layer4 learn the statistics of the batches, the others keep theirs
                learning rate at the first step of each epoch
                  epoch         1        2        3        4        5        6        7        8        9       10
                  fc         1e-4  9.76e-5  9.05e-5  7.94e-5  6.55e-5     5e-5  3.45e-5  2.06e-5  9.55e-6  2.45e-6
                  layer4   frozen   frozen   frozen  7.94e-5  6.55e-5     5e-5  3.45e-5  2.06e-5  9.55e-6  2.45e-6
                  layer3   frozen   frozen   frozen   frozen   frozen   frozen  3.45e-5  2.06e-5  9.55e-6  2.45e-6
                optimizer steps: 63 an epoch, 630 in all (32 images a step)
                default for images: --epochs 10, --decay-bias-norm, --warmup 0, --batch 32, --clip 0, --augment light
                """);
    }

    @Test
    void whereTheHeadIsSolvedThereAreNoRatesAndNoSteps() {
        Object[] imagined = {"plan", "--images", 800, "--classes", 2, "--model", "resnet18", "--no-estimate"};
        assertThat(graft(imagined).succeeds().out())
                .contains("1 epoch; solved")
                .doesNotContain("learning rate at", "optimizer steps");
        Stream<Object> atFirst = Stream.of("--strategy", "probe-then-fine-tune");
        assertThat(graft(Stream.concat(Stream.of(imagined), atFirst).toArray())
                        .succeeds()
                        .out())
                .containsPattern("\\n  head +solved +1e-4 ")
                .contains("optimizer steps: 25 an epoch, 225 in all (32 images a step)");
    }

    @Test
    void timeAndMemoryAreMeasured() {
        CommandLineRun plan = graft(
                        "plan",
                        data,
                        "--model",
                        "graft-nano",
                        "--size",
                        32,
                        "--batch",
                        4,
                        "--epochs",
                        10,
                        "--strategy",
                        "last-stage")
                .succeeds();
        assertThat(plan.out())
                .contains("data: 12 images of 3 classes to train on, 3 to validate with")
                .containsPattern("  epochs 1 to 10: [\\d.]+ s \\([\\d.]+ s a batch, [\\d.]+ s to validate\\)")
                .containsPattern("  in all: [\\d.]+ s");
        assertThat(plan.err()).contains("measuring");
    }

    @Test
    void theResultIsThereForMachines() {
        JsonNode plan = graft(
                        "plan",
                        data,
                        "--model",
                        "graft-nano",
                        "--strategy",
                        "gradual",
                        "--epochs",
                        6,
                        "--batch",
                        5,
                        "--batch-norm",
                        "as-is",
                        "--size",
                        32,
                        "--json")
                .succeeds()
                .json();
        assertThat(plan.at("/plan/phases")).hasSize(3);
        assertThat(plan.at("/phases/1/groups/layer4").asLong()).isEqualTo(919_040);
        assertThat(plan.at("/phases/1/learning_batch_norms/0").asString()).isEqualTo("layer4");
        assertThat(plan.get("steps_per_epoch").asInt()).isEqualTo(3);
        assertThat(plan.get("steps").asInt()).isEqualTo(18);
        assertThat(plan.get("learning_rates")).hasSize(6);
        assertThat(plan.at("/learning_rates/0/fc").asDouble()).isEqualTo(1e-3);
        assertThat(plan.at("/defaults/learning_rate/from").asString()).isEqualTo("method");
        assertThat(plan.at("/defaults/clip/value").asDouble()).isZero();
        assertThat(plan.get("defaults").has("epochs")).isFalse();
        assertThat(plan.at("/estimate/seconds").asDouble()).isPositive();
    }

    @Test
    void aWrittenPlanIsTrained() throws IOException {
        Path plan = folder.resolve("plan.yaml");
        graft(
                        "plan",
                        data,
                        "--model",
                        "graft-nano",
                        "--strategy",
                        "gradual",
                        "--epochs",
                        3,
                        "--no-estimate",
                        "--write",
                        plan)
                .succeeds();
        Files.writeString(plan, Files.readString(plan).replace("epochs: 3", "epochs: 4"));
        Path run = folder.resolve("run");
        CommandLineRun trained = graft(
                        "train", data, "--model", "graft-nano", "--plan", plan, "--size", 32, "--out", run)
                .succeeds();
        assertThat(trained.err()).contains("[Epoch 04/04]").contains("Epoch 2: training fc, layer4");
        graft("train", "--resume", run).succeeds(); // the plan is in the run, the file is not needed
        graft(
                        "train",
                        data,
                        "--model",
                        "graft-nano",
                        "--plan",
                        plan,
                        "--lr",
                        1,
                        "--strategy",
                        "full",
                        "--out",
                        folder.resolve("no"))
                .isRefusedWith("--plan: the file contains the whole plan; remove --lr, --strategy");
    }

    /// Where no steps are taken, nothing is said of steps, rates and schedules.
    @Test
    void aPlanThatSolvesSaysNothingOfSteps() {
        CommandLineRun plan = graft("plan", data, "--model", "graft-nano", "--size", 32, "--augment", "light")
                .succeeds();
        assertThat(plan.out())
                .contains("head: solved on 12 images and 4 random views of each", "--batch 32")
                .doesNotContain("optimizer steps", "learning rate at", "schedule", "--lr", "--epochs");
        JsonNode json = graft("plan", data, "--model", "graft-nano", "--no-estimate", "--json")
                .succeeds()
                .json();
        assertThat(json.get("steps").asInt()).isZero();
        assertThat(json.at("/learning_rates/0").isEmpty()).isTrue();
        assertThat(json.get("defaults").propertyNames()).doesNotContain("learning_rate", "schedule", "warmup");
    }

    static List<String> words() {
        return Methods.words();
    }

    @ParameterizedTest
    @MethodSource("words")
    void everyMethodTrains(String strategy) {
        List<Object> arguments =
                new ArrayList<>(List.of("train", data, "--model", "graft-nano", "--strategy", strategy, "--epochs", 3));
        arguments.addAll(List.of("--size", 32, "--out", folder.resolve("run")));
        if (strategy.equals("surgical")) {
            arguments.addAll(List.of("--stages", "layer1"));
        }
        CommandLineRun run = graft(arguments.toArray()).succeeds();
        assertThat(run.err()).contains("[Epoch 03/03]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    --strategy surgical --stages leyer1 | 'leyer1' matches nothing in graft-nano; nearest: layer1
                    --strategy surgical                 | stages: expected the names of stages for surgical
                    --strategy gradual --unfreeze 3,12  | unfreeze: expected rising numbers of epochs from 1 to 9
                    --strategy gradual --unfreeze soon  | unfreeze: expected epochs such as 3,6, every:2, or stalled:2, found 'soon'
                    --strategy gradual --stages 9       | gradual: expected 1 to 5 for graft-nano
                    --strategy full --lr -1 --backbone-lr 0 | --lr: learning rate: expected above 0, found -1.0
                    --strategy layer-decay --layer-decay 2 | layer decay: expected above 0 and at most 1, found 2.0
                    --strategy fine-tune --epochs 1     | fine-tune: expected at least 1 epoch with and without
            --schedule step --warmup 0.1        | warm-up: is for cosine, linear
            --strategy full --unfreeze 3,6     | --unfreeze: is for gradual, probe-then-fine-tune, but the strategy is full
            --backbone-lr 1e-4                  | --backbone-lr: is for last-stage, full, discriminative, gradual
            --lora-rank 4                       | --lora-rank: needs --strategy lora, or a --plan that trains adapters
            --strategy lora --lora-rank 0       | lora: rank: expected 1 to 4096, found 0
            --strategy lora --lora-targets fd   | lora: 'fd' matches no linear or convolution layer of graft-nano; nearest: fc
            --strategy gradual --unfreeze 3,6 --stages 3 | stages: expected 2, one per epoch of unfreeze 3,6, found 3
            --strategy fine-tune --warmup 0.1   | warm-up: fine-tune has its own schedules
            --ema 0.9 --swa 3                   | --ema and --swa are two ways to average the weights; use only one
            --ema-warmup                        | --ema-warmup: needs --ema DECAY
            --mixup -1                          | mixup: expected an alpha of 0 or more, found -1.0
            --model squeezenet1_1 --drop-path 0.1 | drop path: squeezenet1_1 has no residual blocks
            --batch 0                           | batch: expected 1 to 65536, found 0
            --workers 0                         | workers: expected 1 to 1024, found 0
            --swa 12                            | swa: expected to begin after fewer epochs than the 10 of the run, found after 12
            --precision fp16 --device cpu       | precision: fp16 needs a GPU
            --dropout 1                         | dropout: expected a probability of at least 0 and below 1, found 1.0
            --lr 0                              | --lr: learning rate: expected above 0, found 0.0
            --strategy surgical --stages fc     | surgical: expected stages to train besides the head, which is always trained
            --strategy lora --lora-targets fc   | adapters: expected layers before the head, which is always trained as a whole
            --plan no.yaml                      | no.yaml: cannot be read as a plan: there is no such file
            """)
    void badPlansAreRefusedBeforeAnyWork(String options, String message) {
        String model = options.contains("--model") ? "" : "--model graft-nano ";
        Object[] arguments = ("plan " + data + " --no-estimate " + model + options).split(" ");
        graft(arguments).isRefusedWith(message);
    }

    @Test
    void aPlanFileThatDoesNotFitIsNamed() throws IOException {
        Path plan = Files.writeString(
                folder.resolve("mine.yaml"), "epochs: 3\ngroups: [{selectors: classifier, learning_rate: 1e-3}]\n");
        for (String command : List.of("plan", "train", "find-lr")) {
            graft(command, data, "--model", "graft-nano", "--plan", plan)
                    .isRefusedWith(
                            plan + ": group classifier: 'classifier' matches nothing in graft-nano; nearest: fc");
        }
    }

    @Test
    void aPlanIsNotWrittenOverAFile() throws IOException {
        Path mine = Files.writeString(folder.resolve("keep.yaml"), "mine");
        graft("plan", data, "--model", "graft-nano", "--no-estimate", "--write", mine)
                .isRefusedWith("--write: " + mine + " is there already");
        assertThat(mine).hasContent("mine");
    }

    @Test
    void whatMayNotBeMeantIsNoted() throws IOException {
        Object[] few = {"plan", "--model", "graft-nano", "--images", 20, "--classes", 2, "--batch", 32, "--no-estimate"
        };
        assertThat(plan(few, "--strategy", "fine-tune", "--epochs", 5).out())
                .contains("note: epoch 1: 1 optimizer step is too few for the schedule (one cycle, by step)");
        assertThat(plan(few, "--strategy", "lora", "--weights", "none").out())
                .containsPattern(
                        "note: the weights are random \\(--weights none\\), and [\\d,]+ of [\\d,]+ parameters");
        Path late = Files.writeString(
                folder.resolve("late.yaml"), "epochs: 3\ngroups: [{selectors: layer4, learning_rate: 1e-3}]\n");
        assertThat(plan(few, "--plan", late).out()).contains("note: the head, fc, is in no group and is never trained");
        assertThat(plan(few, "--strategy", "full", "--weights", "none").out()).doesNotContain("note:");
        assertThat(plan(few, "--plan", late, "--json").json().get("notes")).hasSize(1);
    }

    @Test
    void shareMayBeWrittenInPercent() {
        Object[] few = {"plan", "--model", "graft-nano", "--images", 20, "--classes", 2, "--no-estimate"};
        assertThat(plan(few, "--warmup", "10%").out())
                .isEqualTo(plan(few, "--warmup", 0.1).out());
    }

    @Test
    void aPlanOfManyEpochsIsPrintedWhole() throws IOException {
        Path plan = Files.writeString(
                folder.resolve("long.yaml"), "epochs: 100000\ngroups: [{selectors: fc, learning_rate: 1e-3}]\n");
        assertThat(graft(
                                "plan",
                                "--model",
                                "graft-nano",
                                "--images",
                                20,
                                "--classes",
                                2,
                                "--batch",
                                32,
                                "--no-estimate",
                                "--plan",
                                plan)
                        .succeeds()
                        .out())
                .contains("  100000", "optimizer steps: 1 an epoch, 100,000 in all");
    }

    private static CommandLineRun plan(Object[] command, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(more));
        return graft(arguments.toArray()).succeeds();
    }

    @Test
    void countsStandInPlaceOfData() {
        graft("plan", "--model", "graft-nano", "--images", 200, "--classes", 1, "--no-estimate")
                .isRefusedWith("--classes: expected at least two classes, found 1");
        graft("plan").isRefusedWith("expected DATA, or --images N and --classes C");
        graft("plan", data, "--model", "graft-nano", "--images", 5).isRefusedWith("give one or the other");
        graft("plan", "--images", 0, "--classes", 2).isRefusedWith("expected at least 1, found 0 and 2");
        graft("plan", "--images", 2_000_000_000, "--classes", 2)
                .isRefusedWith("--images: expected 1 to 10000000, found 2000000000");
    }
}
