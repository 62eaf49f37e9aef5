package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.ImageEncoder;
import dev.graft.data.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class InspectCommandTest {
    @TempDir
    Path folder;

    private Path data = Path.of("");

    @BeforeEach
    void draw() throws IOException {
        data = Surfaces.classes(folder.resolve("surfaces"), 6);
        Path scratched = data.resolve(Surfaces.SCRATCHED);
        Files.copy(scratched.resolve("00.png"), data.resolve(Surfaces.STAINED).resolve("<b>00.png"));
        Files.write(
                scratched.resolve("again.jpg"),
                ImageEncoder.jpeg(ImageSource.of(scratched.resolve("01.png")).read(3), 95));
    }

    private CommandLineRun inspect(Object... options) {
        Object[] all = new Object[options.length + 4];
        System.arraycopy(new Object[] {"inspect", data, "--model", "graft-nano"}, 0, all, 0, 4);
        System.arraycopy(options, 0, all, 4, options.length);
        return graft(all);
    }

    @Test
    void saysWhatToLookAtTheWorstFirst() {
        String out = inspect("--quiet").succeeds().out();
        assertThat(out.lines())
                .anyMatch(line -> line.startsWith("sizes: 48 wide, 48 high"))
                .anyMatch(line -> line.matches("\\d\\. 2 images are the same as one with another label.*"))
                .anyMatch(line -> line.contains("00.png (" + Surfaces.SCRATCHED + ")"))
                .anyMatch(line -> line.startsWith("   next: "));
        assertThat(out).contains("again.jpg");
    }

    @Test
    void jsonHasAllOfIt() {
        JsonNode json = inspect("--json").succeeds().json();
        assertThat(json.at("/alike").size()).isEqualTo(2);
        assertThat(json.at("/alike/0/across_labels").booleanValue()).isTrue();
        assertThat(json.at("/alike/1/likeness").doubleValue()).isBetween(0.95, 1.0);
        assertThat(json.at("/concerns/0/kind").stringValue()).isIn("leakage", "conflict");
        assertThat(json.at("/data/classes").size()).isEqualTo(3);
        assertThat(json.at("/sizes/grey").doubleValue()).isBetween(0.0, 1.0);
    }

    @Test
    void thePageNeedsNothingBesideIt() throws IOException {
        Path page = folder.resolve("look.html");
        inspect("--html", page).succeeds();
        String html = Files.readString(page);
        assertThat(html)
                .contains("src=\"data:image/jpeg;base64,")
                .contains("&lt;b&gt;00.png")
                .contains("color-scheme: light dark")
                .doesNotContain("<b>00</b>", "http:", "https:", "<script", "<link");
        inspect("--html", page).succeeds();
        Path other = Files.writeString(folder.resolve("mine.html"), "<html>mine</html>");
        inspect("--html", other).isRefusedWith("mine.html is there", "choose another name");
        inspect("--html", folder.resolve("look.txt")).isRefusedWith("--html: expected a file whose name ends in .html");
    }

    @Test
    void theTableOfSuspectsWaitsForDecisionsAndIsNeverWrittenOver() throws IOException {
        Path table = folder.resolve("suspects.csv");
        inspect("--no-model", "--suspects", table).succeeds();
        String csv = Files.readString(table);
        assertThat(csv.lines())
                .anyMatch(line -> line.matches(".?file,row,label,action,suggested,why"))
                .anyMatch(line -> line.contains("<b>00.png\",,") && line.contains(",,,the same as "))
                .anyMatch(line -> line.startsWith(Surfaces.SCRATCHED + "/00.png,," + Surfaces.SCRATCHED + ",,,"));
        inspect("--suspects", table).isRefusedWith("suspects.csv is there already, and may hold decisions");
        inspect("--suspects", table.resolve("below")).isRefusedWith("--suspects: ", "cannot be written");
    }
}
