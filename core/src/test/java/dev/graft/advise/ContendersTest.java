package dev.graft.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Kind;
import dev.graft.weights.Embedded;
import dev.graft.weights.Hub;
import dev.graft.weights.HubSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContendersTest {
    @TempDir
    Path folder;

    private Contenders of(String... asked) {
        return Contenders.of(List.of(asked), folder, new Hub(new HubSettings(folder.resolve("home"), null, true)));
    }

    @Test
    void theDefaultModelStandsInFrontOfWhatIsAtHand() {
        Contenders found = of("auto");

        assertThat(found.kind()).isEqualTo(Kind.IMAGE);
        assertThat(found.all())
                .containsExactly(Contender.of(Embedded.EFFICIENTNET_LITE0), Contender.of(Embedded.GRAFT_NANO));
    }

    @Test
    void thoseThatAreNamedKeepTheirOrderAndStandOnce() {
        assertThat(of("mobilenet_v2=other.pth", "auto", "graft-nano").all())
                .extracting(Contender::options)
                .containsExactly(
                        List.of("--model", "mobilenet_v2", "--weights", "other.pth"),
                        List.of("--model", Embedded.EFFICIENTNET_LITE0),
                        List.of("--model", Embedded.GRAFT_NANO));
    }

    @Test
    void koreanTextsHaveTheEmbeddedModel() throws IOException {
        Path table = folder.resolve("reviews.csv");
        Files.writeString(table, "text,label\n아주 재미있는 영화였습니다,1\n지루했어요,0\n");

        Contenders found =
                Contenders.of(List.of("auto"), table, new Hub(new HubSettings(folder.resolve("home"), null, true)));

        assertThat(found.kind()).isEqualTo(Kind.TEXT);
        assertThat(found.all()).contains(Contender.of(Embedded.GRAFT_NANO_KO));
    }

    @Test
    void aFileThatIsNoWeightsIsSaid() throws IOException {
        Path file = folder.resolve("notes.pth");
        Files.writeString(file, "no weights");

        assertThatThrownBy(() -> of(file.toString())).hasMessageContaining("notes.pth");
    }
}
