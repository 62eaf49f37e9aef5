package dev.graft.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileLabelTest {
    @Test
    void standsAtTheTopOrInAMember() {
        assertThat(FileLabel.in("{\"kind\": \"image\", \"version\": 3}", "", "f"))
                .contains(new FileLabel("image", 3));
        assertThat(FileLabel.in("{\"own\": {\"kind\": \"text\", \"version\": 1}, \"version\": 9}", "own", "f"))
                .contains(new FileLabel("text", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "3", "", "{\"kind", "{\"own\": {\"kind\": \"text\", \"version\": 1}}"})
    void filesWithoutOneHaveNone(String json) {
        assertThat(FileLabel.in(json, "", "f")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\": \"image\"}",
                "{\"version\": 1}",
                "{\"kind\": null, \"version\": 1}",
                "{\"kind\": \"image\", \"version\": 0}",
                "{\"kind\": \"image\", \"version\": 1.5}",
                "{\"kind\": \"image\", \"version\": 99999999999}",
                "{\"kind\": [\"image\"], \"version\": 1}"
            })
    void halfOfOneIsDamage(String json) {
        assertThatThrownBy(() -> FileLabel.in(json, "", "run.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "run\\.json: (kind|version): expected .*, found .*; the file is damaged: copy it again");
    }

    @Test
    void whatIsNotKnownIsRefused() {
        FileLabel label = new FileLabel("image", 2);
        assertThatCode(() -> label.requireKnown(List.of("text", "image"), 2, "f", "Graft 2"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> label.requireKnown(List.of("image"), 1, "f", "Graft 2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "f: expected version 1, found 2, which this Graft is too old to read; use the one that wrote"
                                + " it (Graft 2) or a later one");
        assertThatThrownBy(() -> label.requireKnown(List.of("text"), 2, "f", "Graft 2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("f: expected the kind text, found 'image', which this Graft does not read here; use the one"
                        + " that wrote it (Graft 2) or a later one");
    }
}
