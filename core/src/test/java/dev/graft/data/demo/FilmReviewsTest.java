package dev.graft.data.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Splits;
import dev.graft.data.text.TextData;
import dev.graft.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilmReviewsTest {
    @TempDir
    Path folder;

    @Test
    void areTextsOfTwoClassesThatShareNoOpinion() {
        FilmReviews.write(folder, 32, 1);
        Splits<Text> data = TextData.open(folder);
        assertThat(data.labels()).containsExactly("negative", "positive");
        assertThat(data.train().counts()).containsExactly(32, 32);
        assertThat(data.validation().counts()).containsExactly(FilmReviews.VALIDATION, FilmReviews.VALIDATION);
        assertThat(data.notes()).noneMatch(note -> note.contains("also in training"));
    }

    @Test
    void theSameSeedWritesTheSame() throws IOException {
        FilmReviews.write(folder.resolve("a"), 8, 7);
        FilmReviews.write(folder.resolve("b"), 8, 7);
        FilmReviews.write(folder.resolve("c"), 8, 8);
        String first = Files.readString(folder.resolve("a/train.tsv"));
        assertThat(Files.readString(folder.resolve("b/train.tsv"))).isEqualTo(first);
        assertThat(Files.readString(folder.resolve("c/train.tsv"))).isNotEqualTo(first);
    }

    @Test
    void noneIsRefused() {
        assertThatThrownBy(() -> FilmReviews.write(folder, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at least 1, found 0");
    }
}
