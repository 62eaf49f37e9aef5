package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Task;
import dev.graft.task.Decision;
import dev.graft.task.OperatingPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionFileTest {
    private static final List<String> LABELS = List.of("ok", "crack", "a:b \"c\"");
    private static final Task CLASSES = Task.SINGLE_LABEL_CLASSIFICATION;

    @TempDir
    Path model;

    @Test
    void comesBackToTheLastBit() {
        Map<String, Decision.Threshold> thresholds = new LinkedHashMap<>();
        thresholds.put(
                "crack",
                new Decision.Threshold(
                        Math.nextDown(0.1), new Decision.Finding(OperatingPoint.Goal.RECALL, 0.99, 42, 42, 55)));
        thresholds.put("a:b \"c\"", new Decision.Threshold(Float.MIN_NORMAL, null));
        Decision decision = new Decision(LABELS, thresholds);
        Path file = DecisionFile.write(model, decision);
        assertThat(file).hasFileName("decision.json");
        assertThat(DecisionFile.in(model, CLASSES, LABELS)).contains(decision);
        assertThat(DecisionFile.delete(model)).isTrue();
        assertThat(DecisionFile.delete(model)).isFalse();
        assertThat(DecisionFile.in(model, CLASSES, LABELS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | expected kind and version, found none; the file is damaged",
                "{ | expected kind and version, found none; the file is damaged",
                "[] | expected kind and version, found none; the file is damaged",
                "{\"kind\":\"decision\",\"version\":2,\"more\":1}"
                        + " | expected version 1, found 2, which this Graft is too old to read",
                "{\"kind\":\"image\",\"version\":1} | expected the kind decision, found 'image'",
                "{\"kind\":\"decision\",\"version\":1} | expected thresholds, found none; the file is damaged",
                "{\"kind\":\"decision\",\"version\":1,\"thresholds\":{}} | expected thresholds, found none",
                "{\"kind\":\"decision\",\"version\":1,\"thresholds\":{\"crack\":null}} | expected thresholds, found none",
                "{\"kind\":\"decision\",\"version\":1,\"thresholds\":{\"crack\":{}}} | thresholds: expected a number above",
                "{\"kind\":\"decision\",\"version\":1,\"thresholds\":{\"crack\":{\"value\":2}}}"
                        + " | thresholds: expected a number above 0 and below 1, found 2.0; the file is damaged",
                "{\"kind\":\"decision\",\"version\":1,\"thresholds\":{\"crack\":{\"value\":0.5,\"x\":1}}} | Unrecognized",
                "{\"kind\":\"decision\",\"version\":1,\"thresholds\":{\"crack\":{\"value\":0.5},\"crack\":{\"value\":0.6}}}"
                        + " | Duplicate",
                "{\"kind\":\"decision\",\"version\":1,\"thresholds\":{\"crack\":{\"value\":0.5,\"found\":{\"asked\":1}}}}"
                        + " | thresholds: expected what a search found",
                "{\"kind\":\"decision\",\"version\":1,\"thresholds\":{\"crack\":{\"value\":0.5,\"found\":{\"goal\":\"recall\","
                        + "\"asked\":0.9,\"examples\":2,\"hits\":9,\"answers\":9}}}}"
                        + " | thresholds: expected what a search found, found 9 hits among 2 examples",
                "{\"kind\":\"decision\",\"version\":1,\"thresholds\":{\"crak\":{\"value\":0.5}}}"
                        + " | there is no class 'crak'; did you mean 'crack'?; the file belongs to another model"
            })
    void whatIsNotOneIsRefused(String text, String message) throws IOException {
        Path file = Files.writeString(model.resolve("decision.json"), text);
        assertThatThrownBy(() -> DecisionFile.in(model, CLASSES, LABELS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    /// What is there and cannot be read is not passed over: the answers would be others.
    @Test
    void aLinkToNothingAndBytesThatAreNoTextAreRefused() throws IOException {
        Path file = model.resolve("decision.json");
        Files.createSymbolicLink(file, model.resolve("gone.json"));
        assertThatThrownBy(() -> DecisionFile.in(model, CLASSES, LABELS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": is a link to nothing");
        Files.delete(file);
        Files.write(file, new byte[] {(byte) 0xff, 0, 1});
        assertThatThrownBy(() -> DecisionFile.in(model, CLASSES, LABELS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": expected text in UTF-8");
    }

    @Test
    void isNotForNumbers() {
        DecisionFile.write(model, Decision.of(LABELS, Map.of("crack", 0.5)));
        assertThatThrownBy(() -> DecisionFile.in(model, Task.REGRESSION, LABELS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has thresholds for classes, but the model answers with numbers");
    }
}
