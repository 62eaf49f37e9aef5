package dev.graft.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The guide's table of defaults has the numbers of the code.
class DefaultsPageTest {
    @ParameterizedTest
    @ValueSource(strings = {"docs/guide/defaults.md", "docs/guide/ko/defaults.md"})
    void hasTheNumbersOfTheCode(String page) throws IOException {
        String text = Files.readString(Path.of("..").resolve(page));

        assertThat(row(text, "--batch")).contains("32", Integer.toString(FewImages.SMALLEST_BATCH));
        assertThat(row(text, "--batch")).contains(Integer.toString(FewImages.BATCHES));
        assertThat(row(text, "--epochs"))
                .contains("10", Integer.toString(FewImages.STEPS), Integer.toString(FewImages.MOST_EPOCHS));
        assertThat(row(text, "--batch-norm")).contains(" " + FewImages.STEPS_FOR_STATISTICS);
    }

    private static String row(String page, String option) {
        return page.lines()
                .filter(line -> line.startsWith("| `" + option + "` |"))
                .map(line -> line.split("\\|")[2])
                .findFirst()
                .orElseThrow();
    }
}
