package dev.graft.advise;

import static dev.graft.data.Kind.IMAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.graft.Models;
import dev.graft.advise.Inspection.AlikeGroup;
import dev.graft.data.Corrections;
import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ImageData;
import dev.graft.data.ImageEncoder;
import dev.graft.data.ImageSource;
import dev.graft.data.Part;
import dev.graft.data.Splits;
import dev.graft.data.demo.SurfacePhotos.Kind;
import dev.graft.data.image.Image;
import dev.graft.data.text.TextData;
import dev.graft.model.InitialWeights;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.testing.Surfaces;
import dev.graft.testing.ToyBert;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorTest {
    @TempDir
    Path folder;

    /// What needs no model.
    private static Inspection images(Path data) {
        Splits<ImageSource> splits = ImageData.open(data);
        try (Model<ImageSource> model = Models.start(ModelChoice.of("graft-nano"), splits, Device.CPU)) {
            return inspector(splits, model).withoutModel().inspect();
        }
    }

    private static <X> Inspector<X> inspector(Splits<X> splits, Model<X> model) {
        return new Inspector<>(splits, model, model.input(), 1, true, (step, done, all) -> {});
    }

    private Inspection texts(String rows) throws IOException {
        Splits<Text> splits = TextData.open(Files.writeString(folder.resolve("t.csv"), "text,label\n" + rows));
        try (Model<Text> model = Models.start(
                ModelChoice.of(ToyBert.write(folder.resolve("model")).toString())
                        .withWeights(InitialWeights.none()),
                splits,
                Device.CPU)) {
            return inspector(splits, model).withoutModel().inspect();
        }
    }

    private Path parts() throws IOException {
        for (String part : List.of("train", "val")) {
            for (Kind kind : List.of(Kind.GOOD, Kind.SCRATCH)) {
                Surfaces.write(folder.resolve(part).resolve(kind.label()), kind, 6, part.length() + kind.ordinal());
            }
        }
        return folder;
    }

    private Path place(String part, Kind kind, String name) {
        return folder.resolve(part).resolve(kind.label()).resolve(name);
    }

    private static List<Concern.Kind> kinds(Inspection found) {
        return found.concerns().stream().map(Concern::kind).toList();
    }

    @Test
    void soundImagesAreOnlyFew() throws IOException {
        Inspection found = images(parts());
        assertThat(kinds(found)).containsExactly(Concern.Kind.FEW);
        assertThat(found.alike()).isEmpty();
        assertThat(found.lengths()).isNull();
        assertThat(found.sizes())
                .extracting(Inspection.Sizes::width)
                .isEqualTo(new Inspection.Spread(Surfaces.SIZE, Surfaces.SIZE, Surfaces.SIZE));
    }

    @Test
    void aCopyThatWasSavedAgainIsFoundAcrossParts() throws IOException {
        Path data = parts();
        Image first = ImageSource.of(place("train", Kind.SCRATCH, "00.png")).read(3);
        Files.write(place("val", Kind.SCRATCH, "again.jpg"), ImageEncoder.jpeg(first, 95));
        Inspection found = images(data);
        assertThat(kinds(found)).containsExactly(Concern.Kind.LEAKAGE, Concern.Kind.FEW);
        assertThat(found.concerns().getFirst().count()).isEqualTo(1);
        AlikeGroup group = found.alike().getFirst();
        assertThat(group.acrossParts()).isTrue();
        assertThat(group.acrossLabels()).isFalse();
        assertThat(group.likeness()).isBetween(0.95, 0.99999);
        assertThat(group.members()).extracting(Inspected::part).containsExactly(Part.TRAIN, Part.VALIDATION);
        assertThat(group.members())
                .extracting(member -> Path.of(member.id().file()).getFileName().toString())
                .containsExactly("00.png", "again.jpg");
    }

    @Test
    void theSameFileOfTwoClassesIsAConflict() throws IOException {
        Path data = parts();
        Files.copy(place("train", Kind.SCRATCH, "00.png"), place("train", Kind.GOOD, "other.png"));
        Files.copy(place("train", Kind.SCRATCH, "01.png"), place("train", Kind.SCRATCH, "twice.png"));
        Inspection found = images(data);
        assertThat(kinds(found)).containsExactly(Concern.Kind.CONFLICT, Concern.Kind.FEW, Concern.Kind.REPEATED);
        assertThat(found.alike()).extracting(AlikeGroup::likeness).containsExactly(1.0, 1.0);
        assertThat(found.alike()).extracting(AlikeGroup::acrossLabels).containsExactly(true, false);
        assertThat(String.join("\n", found.lines()))
                .contains("1. 2 images are the same as one with another label, or nearly (1 group)")
                .contains("00.png (" + Kind.SCRATCH.label() + ")")
                .contains("other.png (" + Kind.GOOD.label() + ")");
    }

    @Test
    void emptyImagesAreNamedAndAreLikeNone() throws IOException {
        Path data = parts();
        byte[] black = ImageEncoder.png(Image.black(48, 48, 1));
        Files.write(place("train", Kind.GOOD, "black.png"), black);
        Files.writeString(place("train", Kind.GOOD, "broken.png"), "no image");
        Inspection found = images(data);
        assertThat(kinds(found)).containsExactly(Concern.Kind.UNREADABLE, Concern.Kind.BLANK, Concern.Kind.FEW);
        assertThat(found.blank()).hasSize(1);
        assertThat(found.blank().getFirst().example().id().file()).endsWith("black.png");
        assertThat(String.join("\n", found.lines())).contains("broken.png");
    }

    @Test
    void allTheSameIsOneGroup() throws IOException {
        Surfaces.write(folder.resolve("a"), Kind.GOOD, 1, 1);
        Files.createDirectories(folder.resolve("b"));
        for (int i = 1; i < 40; i++) {
            Files.copy(
                    folder.resolve("a/00.png"),
                    folder.resolve(i % 2 == 0 ? "a" : "b").resolve("copy" + i + ".png"));
        }
        Inspection found = images(folder);
        assertThat(found.alike()).hasSize(1);
        assertThat(found.alike().getFirst().members()).hasSize(40);
        assertThat(kinds(found)).contains(Concern.Kind.LEAKAGE, Concern.Kind.CONFLICT);
    }

    @Test
    void anImageOfAnotherClassIsSuspected() {
        List<Example<ImageSource>> examples = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            examples.add(Example.of(coloured(i, i % 2 == 0 ? 220 : 40), i == 7 ? 0 : i % 2));
        }
        Dataset<ImageSource> all = Dataset.ofClasses(examples, List.of("red", "blue"));
        Splits<ImageSource> splits =
                Splits.of(IMAGE, all.subset(IntStream.range(0, 50).toArray()), all.subset(50, 51, 52, 53, 54, 55));
        try (Model<ImageSource> model = Models.start(ModelChoice.of("graft-nano"), splits, Device.CPU)) {
            Inspection found = inspector(splits, model).inspect();
            assertThat(found.model()).isEqualTo("graft-nano");
            assertThat(found.agreed()).isBetween(0.95, 0.999);
            assertThat(found.notDone()).isEmpty();
            assertThat(found.suspects())
                    .extracting(suspect -> suspect.example().position())
                    .containsExactly(7);
            assertThat(found.suspects().getFirst().suggested()).containsExactly("blue");
            assertThat(found.corrections().lines())
                    .filteredOn(line -> line.why().startsWith("looks like blue"))
                    .extracting(Corrections.Line::action, Corrections.Line::label, Corrections.Line::suggested)
                    .containsExactly(tuple(Corrections.Action.OPEN, "red", "blue"));
        }
    }

    private static ImageSource coloured(int seed, int red) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[32 * 32 * 3];
        for (int i = 0; i < pixels.length; i += 3) {
            pixels[i] = (byte) (red + random.nextInt(30));
            pixels[i + 1] = (byte) (100 + random.nextInt(60));
            pixels[i + 2] = (byte) (250 - red + random.nextInt(30) - 30);
        }
        return ImageSource.of("drawn " + seed, ImageEncoder.png(Image.of(32, 32, 3, pixels)));
    }

    @Test
    void labelsThatFeaturesCannotTellAreNotJudged() {
        List<Example<ImageSource>> examples = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            examples.add(Example.of(coloured(i, 40), i % 2));
        }
        Dataset<ImageSource> all = Dataset.ofClasses(examples, List.of("one", "other"));
        Splits<ImageSource> splits = Splits.of(IMAGE, all, all.with(List.of()));
        try (Model<ImageSource> model = Models.start(ModelChoice.of("graft-nano"), splits, Device.CPU)) {
            Inspection found = inspector(splits, model).inspect();
            assertThat(found.suspects()).isEmpty();
            assertThat(found.notDone().getFirst())
                    .startsWith("labels were not judged: of examples that were held back")
                    .contains("clearly more than 0.50; more examples or another --model may help");
        }
    }

    @Test
    void withoutAModelNothingIsSaidOfLabels() throws IOException {
        Splits<ImageSource> splits = ImageData.open(parts());
        try (Model<ImageSource> model = Models.start(ModelChoice.of("graft-nano"), splits, Device.CPU)) {
            Inspection found = inspector(splits, model).withoutModel().inspect();
            assertThat(found.model()).isNull();
            assertThat(found.notDone()).containsExactly("labels and outliers were not judged: no model was asked");
        }
    }

    @Test
    void twoClassesOfThreeImagesAreLookedAt() throws IOException {
        for (Kind kind : List.of(Kind.GOOD, Kind.SCRATCH)) {
            Surfaces.write(folder.resolve(kind.label()), kind, 3, kind.ordinal());
        }
        assertThat(kinds(images(folder))).contains(Concern.Kind.FEW);
    }

    @Test
    void whoWatchesMayEndIt() throws IOException {
        Splits<ImageSource> splits = ImageData.open(parts());
        List<String> steps = new ArrayList<>();
        try (Model<ImageSource> model = Models.start(ModelChoice.of("graft-nano"), splits, Device.CPU)) {
            Inspector<ImageSource> inspector = inspector(splits, model).withProgress((step, done, all) -> {
                steps.add(step);
                if (step.equals("comparing")) {
                    throw new CancellationException("enough");
                }
            });
            assertThatThrownBy(inspector::inspect).isInstanceOf(CancellationException.class);
        }
        assertThat(steps).startsWith("looking").endsWith("comparing");
    }

    @Test
    void textsThatAreRepeatedEmptyOrLong() throws IOException {
        String rows = "very good,a\nvery bad,b\n???,a\n" + "word ".repeat(200) + ",b\n";
        for (int i = 0; i < 12; i++) {
            rows += "text number %d of the first,a\nand number %d of the others,b\n".formatted(i, i);
        }
        Inspection found = texts(rows + "very good,b\n");
        assertThat(kinds(found)).contains(Concern.Kind.CONFLICT, Concern.Kind.BLANK, Concern.Kind.CUT);
        assertThat(found.sizes()).isNull();
        assertThat(found.lengths()).extracting(Inspection.Lengths::cut).isEqualTo(1);
        assertThat(found.alike()).filteredOn(AlikeGroup::acrossLabels).hasSize(1);
        assertThat(found.alike().getFirst().members())
                .extracting(member -> member.id().row())
                .containsExactlyInAnyOrder(2, 30);
        assertThat(found.blank())
                .extracting(blank -> blank.example().id().row())
                .containsExactly(4);
    }

    @Test
    void oneClassWithManyTimesTheExamplesOfAnother() throws IOException {
        String rows = "";
        for (int i = 0; i < 260; i++) {
            rows += "text number %d,%s\n".formatted(i, i % 20 == 0 ? "rare" : "frequent");
        }
        Inspection found = texts(rows);
        assertThat(kinds(found)).containsExactly(Concern.Kind.UNEVEN);
        assertThat(found.concerns().getFirst().says()).contains("frequent", "rare", "198", "10");
    }
}
