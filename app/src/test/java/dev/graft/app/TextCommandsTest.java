package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.model.ModelKind;
import dev.graft.model.Predictor;
import dev.graft.text.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// From texts without labels to a new encoder, and from that to answers.
class TextCommandsTest {
    @TempDir
    static Path shared;

    private static Path unlabelled = Path.of("");
    private static Path labelled = Path.of("");
    private static Path encoder = Path.of("");
    private static Path run = Path.of("");
    private static CommandLineRun training = new CommandLineRun(-1, "", "");

    @TempDir
    Path folder;

    @BeforeAll
    static void makeAnEncoderAndTuneIt() throws IOException {
        unlabelled = ToyEncoder.texts(shared);
        labelled = ToyEncoder.reviews(shared);
        encoder = shared.resolve("encoder");
        ToyEncoder.adapt(unlabelled, encoder).succeeds();
        run = shared.resolve("run");
        training = train(labelled, "--epochs", 4, "--lr", "5e-3", "--out", run);
    }

    private static CommandLineRun train(Object data, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("train", data, "--model", encoder.resolve("model")));
        arguments.addAll(List.of(more));
        return graft(arguments.toArray());
    }

    @Test
    void tuningHasHuggingFacesDefaults() {
        training.succeeds();
        assertThat(training.err())
                .contains("AdamW, betas 0.9 0.999, eps 1e-8; warm-up over 10% of the run, then line to 0, by step")
                .contains("* not on biases and norms")
                .contains(
                        "the file has no pooler, as is usual after masked-language-model training; it is new and is trained with the head");
        assertThat(training.out()).contains("Best validation accuracy: 1.0000");
    }

    @Test
    void leavesAFolderAsHuggingFaceHasIt() throws IOException {
        JsonNode config = new JsonMapper().readTree(Files.readString(run.resolve("model/config.json")));
        assertThat(config.at("/architectures/0").asString()).isEqualTo("BertForSequenceClassification");
        assertThat(config.at("/id2label/0").asString()).isEqualTo("긍정");
        assertThat(config.at("/label2id/부정").asInt()).isEqualTo(1);
        assertThat(config.get("problem_type").asString()).isEqualTo("single_label_classification");
    }

    @Test
    void answersTextsOnTheCommandLine() {
        CommandLineRun answered = graft("predict", run, "정말 좋은 영화", "최악의 각본").succeeds();
        assertThat(answered.out().lines()).hasSize(2);
        assertThat(answered.out().lines().toList().getFirst()).matches("긍정\t[01]\\.\\d{4}\t정말 좋은 영화");
        assertThat(answered.out().lines().toList().getLast()).startsWith("부정\t");
    }

    /// What a program gets: of the run through its pooler, cut where it cuts; of the encoder the mean of its layer.
    @Test
    void embedsWithARunAndWithAnEncoder() throws IOException {
        Path file = folder.resolve("texts.jsonl");
        assertThat(graft("embed", run, labelled, "--out", file).succeeds().out())
                .startsWith("200 texts, 32 numbers each: ");
        JsonNode last = new JsonMapper().readTree(Files.readAllLines(file).getLast());
        try (Predictor<Text> predictor = Predictor.open(ModelKind.TEXT, run)) {
            float[] expected = predictor.features(Text.of(last.get("text").asString()));
            for (int i = 0; i < expected.length; i++) {
                assertThat(last.get("features").get(i).floatValue()).isCloseTo(expected[i], within(1e-5f));
            }
        }
        graft("embed", run, labelled, "--out", file, "--max-length", 8).isRefusedWith("--max-length: is for a model");
        CommandLineRun cut =
                graft("embed", encoder, unlabelled, "--out", file, "--stage", "layer.0", "--max-length", 4);
        assertThat(cut.succeeds().out()).startsWith("200 texts, 32 numbers each: ");
        assertThat(cut.err()).contains("200 of 200 texts have 4 tokens or more");
    }

    @Test
    void answersAFileAndStandardInput() throws IOException {
        CommandLineRun file =
                graft("predict", run, "--input", labelled, "--json").succeeds();
        assertThat(file.out().lines()).hasSize(200);
        JsonNode first = new JsonMapper().readTree(file.out().lines().toList().getFirst());
        assertThat(first.at("/classes/0/label").asString()).isEqualTo("긍정");
        assertThat(first.get("text").asString()).isNotBlank();

        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("최고의 연기\n\n돈이 아깝다\n".getBytes(StandardCharsets.UTF_8)));
            CommandLineRun piped =
                    graft("predict", run, "--input", "-", "--csv").succeeds();
            assertThat(piped.out().lines().toList()).hasSize(3).first().isEqualTo("label,probability,text");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void columnsOfAnotherTableCanBeSaid() throws IOException {
        Path table = Files.write(
                folder.resolve("other.csv"),
                List.of("글쓴이,글,판정", "가,최고의 연기,긍정", "나,,부정", "다,돈이 아깝다,부정", "라,정말 좋은 영화,긍정"));
        CommandLineRun answered = graft("predict", run, "--input", table, "--text", "글");
        assertThat(answered.exit()).isEqualTo(2); // all but one
        assertThat(answered.out().lines()).hasSize(3);
        assertThat(answered.err()).contains("other.csv line 3: no text; it is left out");
        CommandLineRun evaluated = graft("evaluate", run, table, "--text", "글", "--label", "판정", "--part", "all")
                .succeeds();
        assertThat(evaluated.out()).contains("3 texts");
    }

    @Test
    void readsWhatItWasTrainedOn() throws IOException {
        assertThat(training.err())
                .contains("data: text from column text, label from column label; 2 classes: 긍정 (100), 부정 (100)");
        Path table = Files.write(folder.resolve("new.csv"), List.of("document,comment", "표 1,최고의 연기"));
        graft("predict", run, "--input", table)
                .isRefusedWith("no column 'text', which the model was trained on; there are 'document', 'comment'");
        Path tabs = Files.write(folder.resolve("new.txt"), List.of("id\ttext", "1\t최고의 연기", "2\t돈이 아깝다"));
        assertThat(graft("predict", run, "--input", tabs).succeeds().out().lines())
                .hasSize(2)
                .first()
                .asString()
                .endsWith("\t최고의 연기");
    }

    @Test
    void saysWhatWasCutAndPrintsWhatCanBeSeen() {
        CommandLineRun answered = graft("predict", run, "좋은\u001b[2J 영화", "최고의 연기 ".repeat(30), "--json")
                .succeeds();
        assertThat(answered.err()).contains("note: 1 of 2 texts have 24 tokens or more; the rest of each was not read");
        assertThat(answered.out()).doesNotContain("values").contains("\"cut\":true");
        assertThat(graft("predict", run, "좋은\u001b[2J 영화").succeeds().out()).contains("좋은\\u001b[2J 영화");
    }

    @Test
    void aDamagedLineOfStandardInputIsNotTheEnd() {
        InputStream before = System.in;
        try {
            byte[] bytes = "최고의 연기\n?\n돈이 아깝다\n".getBytes(StandardCharsets.UTF_8);
            bytes[17] = (byte) 0xFF;
            System.setIn(new ByteArrayInputStream(bytes));
            CommandLineRun piped = graft("predict", run, "--input", "-");
            assertThat(piped.exit()).isEqualTo(2);
            assertThat(piped.out().lines()).hasSize(2);
            assertThat(piped.err()).contains("standard input line 2: neither UTF-8 nor CP949");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void whatIsLeftOutIsToldWithinReason() throws IOException {
        List<String> rows = new ArrayList<>(Files.readAllLines(labelled));
        for (int i = 0; i < 30; i++) {
            rows.add(",긍정");
        }
        CommandLineRun trained = train(
                        Files.write(folder.resolve("gaps.csv"), rows), "--epochs", 1, "--out", folder.resolve("gaps"))
                .succeeds();
        assertThat(trained.err().lines().filter(line -> line.startsWith("left out: ")))
                .hasSize(21)
                .last()
                .isEqualTo("left out: 10 more");
    }

    @Test
    void evaluatesTheTextsItWasNotTrainedOn() {
        CommandLineRun evaluated = graft("evaluate", run, labelled).succeeds();
        assertThat(evaluated.err()).contains("part: val");
        assertThat(evaluated.out()).contains("accuracy 1.0000, macro F1 1.0000, MCC 1.0000, loss 0.", "40 texts");
    }

    @Test
    void aFrozenEncoderRunsOnceAText() {
        CommandLineRun frozen = train(
                        labelled, "--strategy", "feature-extraction", "--epochs", 3, "--out", folder.resolve("frozen"))
                .succeeds();
        assertThat(frozen.err())
                .contains("Frozen stages run once for each training example: what enters classifier is kept")
                .contains("frozen: embeddings, layer.0");
    }

    @Test
    void adaptersLieBesideQueriesAndValues() {
        CommandLineRun tuned = train(
                        labelled,
                        "--strategy",
                        "lora",
                        "--lora-rank",
                        2,
                        "--epochs",
                        1,
                        "--out",
                        folder.resolve("lora"))
                .succeeds();
        // rank 2 beside two layers of 32 x 32, and the head
        assertThat(tuned.err()).contains("layer.0");
        assertThat(folder.resolve("lora/adapter")).isDirectoryContaining("glob:**/adapter_config.json");
    }

    @Test
    void severalLabels() throws IOException {
        Path labels = Files.writeString(folder.resolve("labels.jsonl"), """
                {"text": "재미있게 봤다", "labels": ["긍정", "짧다"]}
                {"text": "지루하고 길다", "labels": ["부정"]}
                {"text": "정말 좋은 영화", "labels": ["긍정"]}
                {"text": "최악의 각본", "labels": ["부정", "짧다"]}
                {"text": "감동적인 이야기", "labels": ["긍정"]}
                {"text": "돈이 아깝다", "labels": ["부정", "짧다"]}
                """);
        Path several = folder.resolve("several");
        CommandLineRun multi =
                train(labels, "--epochs", 2, "--lr", "5e-3", "--out", several).succeeds();
        assertThat(multi.err()).contains("Val Acc: ");
        assertThat(graft("predict", several, "재미있게 봤다", "--top", 3, "--json")
                        .succeeds()
                        .json()
                        .get("classes"))
                .hasSize(3);
        assertThat(graft("evaluate", several, labels, "--part", "all")
                        .succeeds()
                        .out())
                .contains("exact_match", "micro_f1", "macro_roc_auc")
                .containsPattern("(?m)^label +precision +recall +F1 +texts +ROC AUC +AP$")
                .containsPattern("(?m)^짧다( +[01]\\.\\d{4}){3} +3( +[01]\\.\\d{4}){2}$");
        JsonNode outputs = graft("evaluate", several, labels, "--part", "all", "--json")
                .succeeds()
                .json()
                .get("outputs");
        assertThat(outputs.propertyNames()).containsExactlyInAnyOrder("긍정", "부정", "짧다");
        assertThat(outputs.get("부정").get("support").asInt()).isEqualTo(3);

        Path errors = folder.resolve("errors.jsonl");
        graft("evaluate", several, labels, "--part", "all", "--errors", errors, "-q")
                .succeeds();
        assertThat(Files.readAllLines(errors)).isNotEmpty().allSatisfy(line -> {
            JsonNode wrong = new JsonMapper().readTree(line);
            String written = Files.readAllLines(labels).get(wrong.get("row").asInt() - 1);
            JsonNode row = new JsonMapper().readTree(written);
            assertThat(wrong.get("file").asString()).isEqualTo("labels.jsonl");
            assertThat(wrong.get("text")).isEqualTo(row.get("text"));
            assertThat(wrong.get("truth").valueStream())
                    .containsExactlyInAnyOrderElementsOf(
                            row.get("labels").valueStream().toList());
        });
    }

    @Test
    void numbers() throws IOException {
        Path scores = Files.writeString(folder.resolve("scores.tsv"), """
                text\tscore
                재미있게 봤다\t9.5
                지루하고 길다\t2
                정말 좋은 영화\t9
                최악의 각본\t1.5
                감동적인 이야기\t8
                돈이 아깝다\t1
                """);
        Path numbers = folder.resolve("numbers");
        CommandLineRun regression = train(
                        scores,
                        "--task",
                        "regression",
                        "--label",
                        "score",
                        "--epochs",
                        2,
                        "--lr",
                        "5e-3",
                        "--out",
                        numbers)
                .succeeds();
        assertThat(regression.err()).contains("Val R2: ");
        assertThat(graft("predict", numbers, "정말 좋은 영화").succeeds().out()).matches("score\t-?[\\d.E-]+\t정말 좋은 영화\n");
        assertThat(graft("evaluate", numbers, scores, "--part", "all")
                        .succeeds()
                        .out())
                .contains("r2", "spearman");
        graft("evaluate", numbers, scores, "--error-sheets", folder.resolve("sheets"), "-q")
                .isRefusedWith("--error-sheets: shows images", "--errors FILE lists them");
    }

    @Test
    void theEmbeddedEncoderNeedsNoFolder() {
        CommandLineRun tuned = graft(
                        "train",
                        labelled,
                        "--model",
                        "graft-nano-ko",
                        "--strategy",
                        "feature-extraction",
                        "--epochs",
                        1,
                        "--out",
                        folder.resolve("embedded"))
                .succeeds();
        assertThat(tuned.err()).contains("feature extraction of bert", "frozen: embeddings, layer.0, layer.1");
    }

    @Test
    void theDemoShowsTextsToo() {
        Path out = folder.resolve("demo");
        CommandLineRun demo = graft("demo", "text", "--examples", 2, "--epochs", 1, "--out", out)
                .succeeds();
        assertThat(demo.out())
                .contains("The same network, the same epoch, 2 reviews of each kind:")
                .contains("feature-extraction", "fine-tuning", "from-scratch")
                .contains("graft predict ");
        assertThat(out.resolve("fine-tuning/model")).isDirectoryContaining("glob:**/tokenizer.json");
    }

    @Test
    void isPlannedBeforehand() {
        CommandLineRun planned = graft("plan", labelled, "--model", encoder.resolve("model"), "--no-estimate")
                .succeeds();
        assertThat(planned.out())
                .contains("data: 160 texts of 2 classes to train on, 40 to validate with")
                .contains("optimizer steps: 10 an epoch, 200 in all (16 texts a step)");
        // the pooler that the weights lack is new there, too: 32 x 32 + 32, and 32 x 2 + 2
        assertThat(planned.out()).containsPattern("head .*1,122");
        assertThat(training.err()).containsPattern("head .*1,122");
    }

    /// What Korean texts are learned from by, and how, needs not be said; of others it is said which models there are.
    @Test
    void textsAreToldFromImagesBeforeAModelIsChosen() throws IOException {
        CommandLineRun korean = graft("plan", labelled, "--no-estimate").succeeds();
        assertThat(korean.out()).contains("of bert: 20 epochs", "5e-4");
        Path english = Files.writeString(folder.resolve("english.csv"), "text,label\nwhere is it,a\nthank you,b\n");
        graft("train", english).isRefusedWith("graft-nano-ko knows Korean alone", "--model", "all-MiniLM-L6-v2");
        graft("find-lr", english).isRefusedWith("graft-nano-ko knows Korean alone");
    }

    @Test
    void whatGoesWithImagesIsRefused() {
        train(labelled, "--augment", "light").isRefusedWith("--augment: is for images");
        train(labelled, "--size", 64).isRefusedWith("--size: is for images");
        train(labelled, "--mixup", 0.2).isRefusedWith("--mixup and --cutmix are for images");
        graft("predict", run, "글", "--exact-decoding").isRefusedWith("--exact-decoding: is for images");
        graft("predict", run, "글", "--text", "text").isRefusedWith("--text: is for a table of texts", "--input FILE");
        graft("train", labelled, "--model", "graft-nano", "--text", "text").isRefusedWith("--text: is for text models");
    }

    @Test
    void whatIsWrongIsOneLine() throws IOException {
        graft("adapt", "--resume", run).isRefusedWith("expected a run of graft adapt");
        train(labelled, "--label", "emotion").isRefusedWith("reviews.csv", "emotion", "text", "label");
        train(labelled, "--max-length", 4000).isRefusedWith("max length: expected at most 24");
        train(labelled, "--weights", "nowhere.safetensors").isRefusedWith("nowhere.safetensors");
        graft("adapt", unlabelled).isRefusedWith("expected MODEL and TEXTS");
        graft("predict", run, "좋다", " ").isRefusedWith("text 2: expected words, found an empty text");
        graft("predict", run, "--input", Files.createFile(folder.resolve("empty.txt")))
                .isRefusedWith("empty.txt: expected texts, found an empty file");
        graft("predict", run, labelled).isRefusedWith("found the name of a file", "--input " + labelled);
        graft("adapt", encoder.resolve("model"), unlabelled, "--layers", 2).isRefusedWith("--layers: only with --new");

        Path empty = Files.createDirectory(folder.resolve("empty"));
        graft("train", labelled, "--model", empty).isRefusedWith("expected a model folder with config.json");
        Path inside = encoder.resolve("model");
        graft("train", labelled, "--model", inside.resolve("model.safetensors"))
                .isRefusedWith("found a file in one: --model " + inside);
        Path strange = Files.createDirectory(folder.resolve("strange"));
        Files.writeString(strange.resolve("config.json"), "{\"model_type\": \"gpt2\"}");
        graft("train", labelled, "--model", strange).isRefusedWith("gpt2", "expected one of bert");
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.copy(encoder.resolve("model/config.json"), other.resolve("config.json"));
        Files.copy(encoder.resolve("model/model.safetensors"), other.resolve("model.safetensors"));
        graft("train", labelled, "--model", other).isRefusedWith("no tokenizer: expected tokenizer.json");
        List<String> many = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
        for (int i = 0; i < 500; i++) {
            many.add("##" + i);
        }
        Files.write(other.resolve("vocab.txt"), many);
        graft("train", labelled, "--model", other)
                .isRefusedWith("the tokenizer has 505 tokens", "they belong to different models");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void textsThatAreCutAreCounted() throws IOException {
        Path longer = folder.resolve("longer.csv");
        List<String> rows = new ArrayList<>(Files.readAllLines(labelled));
        for (int i = 0; i < 3; i++) {
            rows.add('"' + (i + " 정말 좋은 영화").repeat(30) + "\",긍정");
        }
        Files.write(longer, rows);
        assertThat(train(longer, "--epochs", 1, "--out", folder.resolve("cut"))
                        .succeeds()
                        .err())
                .contains(
                        "note: 3 of 203 texts to train on and to validate with have 24 tokens or more; the rest is cut off");
        assertThat(training.err()).doesNotContain("--max-length");
    }

    @Test
    void thresholdsOfTexts() {
        graft("evaluate", run, labelled, "--threshold", "recall:긍정=1", "--save", "-q")
                .succeeds();
        try {
            var measured = graft("evaluate", run, labelled, "--json").succeeds();
            assertThat(measured.json().at("/classes/긍정/recall").asDouble()).isEqualTo(1);
            assertThat(measured.json().at("/thresholds/긍정/found/goal").asString())
                    .isEqualTo("recall");
            assertThat(measured.err()).contains("thresholds of the model: 긍정 from a probability of ");
            var answer = graft("predict", run, "최고의 연기", "--json").succeeds().json();
            assertThat(answer.at("/decision/labels/0").asString())
                    .isEqualTo(answer.at("/classes/0/label").asString());
        } finally {
            graft("evaluate", run, labelled, "--raw", "--save", "-q").succeeds();
        }
        assertThat(graft("predict", run, "최고의 연기", "--json").succeeds().json().has("decision"))
                .isFalse();
    }
}
