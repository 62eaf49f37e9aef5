package dev.graft.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.job.TrainingRequest;
import dev.graft.nn.Adapters;
import dev.graft.nn.Lora;
import dev.graft.nn.Network;
import dev.graft.testing.Shared;
import dev.graft.testing.ToyBert;
import dev.graft.torch.Device;
import dev.graft.tune.NetworkOutline;
import dev.graft.zoo.Zoo;
import dev.graft.zoo.encoder.EncoderConfig;
import dev.graft.zoo.encoder.EncoderHead;
import dev.graft.zoo.encoder.Encoders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of every method that is listed.
class MethodsTest {
    @TempDir
    Path folder;

    static List<Method> all() {
        return Methods.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void itsWordIsUnderstoodHoweverItIsWritten(Method method) {
        assertThat(Methods.of(method.word())).isSameAs(method);
        assertThat(Methods.of(" " + method.word().toUpperCase(Locale.ROOT).replace('-', '_')))
                .isSameAs(method);
        assertThat(method.word()).matches("[a-z]+(-[a-z]+)*");
        assertThat(method.summary()).isNotBlank().doesNotEndWith(".").hasSizeLessThanOrEqualTo(56);
    }

    @Test
    void anotherWordIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> Methods.of("layerdecay"))
                .hasMessage("strategy: expected " + String.join(", ", Methods.words())
                        + ", found 'layerdecay'; nearest: layer-decay");
    }

    @ParameterizedTest
    @MethodSource("all")
    void theGuideHasAPageOfIt(Method method) throws IOException {
        Path guide = Shared.projectRoot().resolve("docs/guide");
        Pattern link = Pattern.compile("\\[[^\\]]*`" + method.word() + "`[^\\]]*\\]\\(([^)]+)\\)");
        for (Path list : List.of(guide.resolve("methods.md"), guide.resolve("ko/methods.md"))) {
            Matcher found = link.matcher(Files.readString(list));
            assertThat(found.find()).as("%s: %s", list, method.word()).isTrue();
            Path page = list.resolveSibling(found.group(1));
            assertThat(Files.readString(page)).as("%s", page).contains("--strategy " + method.word());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void itsDefaultPlanFitsANetworkForImages(Method method) {
        try (Network network = Zoo.create("graft-nano", 3, 3, Device.CPU)) {
            if (method.needsAdapters()) {
                Adapters.attach(network, Lora.of(2), 1);
            }
            requireFits(method, network, TrainingRequest.images(Path.of("photos")));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void itsDefaultPlanFitsANetworkForTexts(Method method) throws IOException {
        EncoderConfig config = EncoderConfig.read(ToyBert.write(folder));
        try (Network network = Encoders.create(config, EncoderHead.classification(2), Device.CPU)) {
            if (method.needsAdapters()) {
                Adapters.attach(network, Lora.of(2).withTargets(Encoders.adapted(config)), 1);
            }
            requireFits(method, network, TrainingRequest.texts(Path.of("texts.csv"), folder.toString()));
        }
    }

    /// Which stages to operate on, nobody else can know.
    private static void requireFits(Method method, Network network, TrainingRequest plain) {
        NetworkOutline outline = NetworkOutline.of(network);
        TrainingRequest request = plain.with(Choice.STRATEGY, method.word());
        TuningOptions options = (method instanceof Surgical
                        ? request.with(Choice.STAGES, outline.backbone().getFirst())
                        : request)
                .options()
                .tuning();
        assertThat(options.strategy()).isEqualTo(method.word());
        assertThat(options.plan(outline).resolve(outline).phases().getLast().trainableCount())
                .isPositive();
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatItTakesCanBeSaidOfSome(Method method) {
        for (Choice<?> choice : method.takes()) {
            assertThat(Methods.taking(choice)).contains(method.word());
            Methods.requireTaken(method, choice, "--it");
        }
        Methods.requireTaken(method, Choice.EPOCHS, "--epochs");
    }
}
