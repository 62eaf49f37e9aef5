package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.SplitOptions.Groups;
import dev.graft.data.image.Image;
import dev.graft.data.text.TextData;
import dev.graft.data.text.TextOptions;
import dev.graft.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What belongs together is never divided.
class GroupsTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 42})
    void noPatientIsInTwoParts(long seed) throws IOException {
        Splits<Text> data = TextData.open(patients(), options("patient").withSeed(seed));

        Set<String> learned = groups(data.train());
        Set<String> judged = groups(data.validation());
        assertThat(judged).isNotEmpty().doesNotContainAnyElementsOf(learned);
        assertThat(learned).hasSizeGreaterThan(judged.size());
        assertThat(data.train().size() + data.validation().size()).isEqualTo(200);
        // a fifth of each class, as near as whole patients come to it
        assertThat(Arrays.stream(data.validation().counts()).boxed()).allMatch(count -> count >= 10 && count <= 30);
        assertThat(data.notes())
                .anySatisfy(note -> assertThat(note)
                        .startsWith("split off " + data.validation().size() + " texts of " + judged.size()
                                + " groups for validation"));
        assertThat(data.summary().groups()).isEqualTo(Map.of("train", learned.size(), "validation", judged.size()));
        assertThat(data.summary().line())
                .contains("groups: " + learned.size() + " in train, " + judged.size() + " in validation")
                .doesNotContain("not used");
    }

    @Test
    void theSameSeedKeepsTheSamePatients() throws IOException {
        Path table = patients();
        assertThat(groups(TextData.open(table, options("patient")).validation()))
                .isEqualTo(groups(TextData.open(table, options("patient")).validation()));
    }

    @Test
    void pathsMayNameTheGroup() throws IOException {
        for (String label : List.of("good", "bad")) {
            for (int lot = 0; lot < 5; lot++) {
                for (int i = 0; i < 4; i++) {
                    image(label + "/lot" + lot + "_" + i + ".png", label.length() * 100 + lot * 10 + i);
                }
            }
        }
        SplitOptions byLot = SplitOptions.DEFAULT.withGroups(new Groups("", Pattern.compile("(lot\\d+)_")));
        Splits<ImageSource> data = ImageData.open(root, ImageOptions.defaults().withSplit(byLot));

        assertThat(groups(data.validation())).hasSize(1).doesNotContainAnyElementsOf(groups(data.train()));
        assertThat(data.validation().counts()).containsExactly(4, 4);

        SplitOptions narrow = SplitOptions.DEFAULT.withGroups(new Groups("", Pattern.compile("(lot[0-3])_")));
        assertThatThrownBy(() -> ImageData.open(root, ImageOptions.defaults().withSplit(narrow)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("lot4_0.png: the group pattern (lot[0-3])_ finds no group in it");
        SplitOptions column = SplitOptions.DEFAULT.withGroups(new Groups("lot", null));
        assertThatThrownBy(() -> ImageData.open(root, ImageOptions.defaults().withSplit(column)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a group column needs a table, found class folders");
    }

    @Test
    void groupsThatAreTooLargeAreRefused() throws IOException {
        Path table = table("lot,text,label\n" + "a,x,1\na,y,2\n".repeat(10) + "b,x,1\nb,y,2\n".repeat(10));
        assertThatThrownBy(() -> TextData.open(table, options("lot")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the smallest of 2 groups, a, has 20 texts, more than the 8 of the validation"
                        + " part (20% of 40)");
        Splits<Text> half = TextData.open(table, options("lot").withValidationFraction(0.5));
        assertThat(half.validation().size()).isEqualTo(20);
    }

    /// Each class has two groups of half of it, and without either the class could still be learned.
    @Test
    void groupsThatAreTooLargeForTheirClassesAreRefused() throws IOException {
        String groups = IntStream.range(0, 12)
                .mapToObj(lot -> "lot" + lot + ",x," + (char) ('a' + lot / 2) + "\n")
                .collect(Collectors.joining());
        Path table = table("lot,text,label\n" + groups.repeat(4));
        assertThatThrownBy(() -> TextData.open(table, options("lot")))
                .isInstanceOf(DataException.class)
                .hasMessage(table + ": the 12 groups are too large for a validation part of 20%: whole groups come"
                        + " nearest to that share of each class with none of them; use a larger share (--val-fraction),"
                        + " smaller groups, or a separate validation part (--val)");
        Splits<Text> more = TextData.open(table, options("lot").withValidationFraction(0.4));
        assertThat(more.validation().counts()).containsExactly(4, 4, 4, 4, 4, 4);
    }

    @Test
    void oneGroupIsRefused() throws IOException {
        Path table = table("lot,text,label\n" + "a,x,1\na,y,2\n".repeat(5));
        assertThatThrownBy(() -> TextData.open(table, options("lot")))
                .isInstanceOf(DataException.class)
                .hasMessage(table + ": expected at least two groups, of which one can be the validation part, found"
                        + " one: a; name another column or pattern, or give a separate validation part: --val");
    }

    @Test
    void everyClassIsStillLearned() throws IOException {
        // all texts of class c are of one patient, who therefore stays in training
        StringBuilder rows = new StringBuilder("patient,text,label\n");
        for (int patient = 0; patient < 10; patient++) {
            rows.append("p%d,text %d,a\np%d,other %d,b\n".formatted(patient, patient, patient, patient));
        }
        rows.append("rare,one,c\nrare,two,c\n");
        Path table = table(rows.toString());
        for (int seed = 0; seed < 10; seed++) {
            Splits<Text> data = TextData.open(table, options("patient").withSeed(seed));
            assertThat(data.train().counts()).doesNotContain(0);
        }
    }

    @Test
    void aGroupInTwoGivenPartsIsRefused() throws IOException {
        Path table = table("patient,split,text,label\n" + "p1,train,x,a\np2,train,y,b\np1,val,z,a\np3,val,w,b\n");
        assertThatThrownBy(() -> TextData.open(table, options("patient")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("group p1 is in the train part and, with ")
                .hasMessageContaining(", in the validation part");
    }

    @Test
    void whatCannotBeReadIsSaid() throws IOException {
        Path table = table("patient,text,label\n" + "p1,x,a\np2,y,b\n,z,a\np3,v,a\np4,w,b\np5,u,a\n");
        assertThat(TextData.open(table, options("patient").withValidationFraction(0.4))
                        .problems())
                .extracting(Problem::toString)
                .containsExactly("table.csv line 4: no group in column patient");
        assertThatThrownBy(() -> TextData.open(table, options("person")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("--group-column: no column 'person'; there are 'patient'; 'text'; 'label'");
        assertThatThrownBy(() -> new Groups("", Pattern.compile("lot")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a regular expression with parentheses");
    }

    @Test
    void foldsJudgeEachExampleOnceAndKeepGroupsWhole() throws IOException {
        Dataset<Text> all = TextData.open(patients(), options("patient")).all();
        List<Splits<Text>> folds = all.folds(5, 7);

        assertThat(folds).hasSize(5);
        List<ExampleId> judged = new ArrayList<>();
        for (Splits<Text> fold : folds) {
            assertThat(groups(fold.validation())).doesNotContainAnyElementsOf(groups(fold.train()));
            assertThat(fold.train().size() + fold.validation().size()).isEqualTo(200);
            fold.validation().examples().forEach(example -> judged.add(example.id()));
        }
        assertThat(judged).hasSize(200).doesNotHaveDuplicates();
        assertThatThrownBy(() -> all.folds(21, 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("folds: expected 2 to 20, at most one per group, found 21");
    }

    @Test
    void wordsForAMissingGroupAreNone() throws IOException {
        Path table = table("patient,text,label\n" + "p1,x,a\np2,y,b\nNaN,z,a\np3,v,a\np4,w,b\np5,u,a\n");
        assertThat(TextData.open(table, options("patient").withValidationFraction(0.4))
                        .problems())
                .extracting(Problem::toString)
                .containsExactly("table.csv line 4: no group in column patient");
    }

    @Test
    void aLabelThatFewExamplesHaveIsStillLearned() throws IOException {
        StringBuilder rows = new StringBuilder("g,text,a,rare\n");
        for (int i = 0; i < 40; i++) {
            rows.append("g%d,text %d,%d,%d\n".formatted(i / 4, i, i % 2, i / 4 == 3 ? 1 : 0));
        }
        Path table = table(rows.toString());
        for (int seed = 0; seed < 10; seed++) {
            TextOptions several = options("g")
                    .withLabelColumns(List.of("a", "rare"))
                    .withSeed(seed)
                    .withValidationFraction(0.5);
            assertThat(TextData.open(table, several).train().counts()).doesNotContain(0);
        }
    }

    /// Whoever looks again at examples that were divided knows their parts; what came since belongs to no group.
    @Test
    void whatCameSinceNeedsNoGroup() throws IOException {
        SplitOptions split = byLot();
        PartsTable then = open(split).table();
        image("a/new.png", 77);
        assertThatThrownBy(() -> open(split)).hasMessageContaining("finds no group in it");

        Splits<ImageSource> now = open(split.withKnownParts(then));
        assertThat(now.train().size()).isEqualTo(9);
        assertThat(now.onlyIn(then).table()).isEqualTo(then);
        assertThat(now.in(then).notes()).anyMatch(note -> note.startsWith("1 image added or changed since the run"));
    }

    @Test
    void nothingIsDividedWhereThePartsAreKnown() throws IOException {
        SplitOptions split = byLot();
        Splits<ImageSource> then = open(split);
        assertThat(open(split.withKnownParts(then.table()))).isEqualTo(then);

        List<String> lots =
                then.train().examples().stream().map(Example::group).distinct().toList();
        for (String lost : lots.subList(0, 2)) {
            Files.delete(root.resolve("a/" + lost + "_0.png"));
            Files.delete(root.resolve("b/" + lost + "_1.png"));
        }
        assertThatThrownBy(() -> open(split)).hasMessageContaining("more than the 1 of the validation part");
        Splits<ImageSource> now = open(split.withKnownParts(then.table()));
        assertThat(now.validation()).isEqualTo(then.validation());
        assertThat(groups(now.train())).isEqualTo(Set.copyOf(lots.subList(2, 4)));
    }

    @Test
    void theFewOfEachClassAreKnownToo() throws IOException {
        SplitOptions few = byLot().withPerClass(2);
        Splits<ImageSource> then = open(few);
        assertThat(then.train().counts()).containsExactly(2, 2);
        assertThat(open(few.withKnownParts(then.table()))).isEqualTo(then);
    }

    /// Who is asked about data that a run never saw finds them whole.
    @Test
    void dataOfWhichNothingIsKnownStayWhole() throws IOException {
        SplitOptions split = byLot();
        PartsTable others = new PartsTable(List.of(
                new PartsTable.Entry(Part.VALIDATION, ExampleId.ofFile("elsewhere.png", "0000"), List.of("a"))));
        Splits<ImageSource> found = open(split.withKnownParts(others));
        assertThat(found.train().size()).isEqualTo(10);
        assertThat(found.splitOff()).isTrue();
        assertThat(found.notes()).isEmpty();
    }

    /// Five lots with an image of each class.
    private SplitOptions byLot() throws IOException {
        for (int lot = 0; lot < 5; lot++) {
            image("a/lot" + lot + "_0.png", lot);
            image("b/lot" + lot + "_1.png", 100 + lot);
        }
        return SplitOptions.DEFAULT.withGroups(new Groups("", Pattern.compile("(lot\\d)_")));
    }

    private Splits<ImageSource> open(SplitOptions split) {
        return ImageData.open(root, ImageOptions.defaults().withSplit(split));
    }

    @Test
    void foldsAreStratified() throws IOException {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 30; i++) {
            rows.append("text ").append(i).append(i % 3 == 0 ? ",rare\n" : ",common\n");
        }
        Dataset<Text> all = TextData.open(table(rows.toString())).all();
        for (Splits<Text> fold : all.folds(5, 1)) {
            assertThat(fold.validation().counts()).containsExactly(4, 2);
        }
        assertThat(all.folds(5, 1).getFirst().validation().examples())
                .isEqualTo(all.folds(5, 1).getFirst().validation().examples())
                .isNotEqualTo(all.folds(5, 2).getFirst().validation().examples());
    }

    /// Twenty patients with ten texts each.
    private Path patients() throws IOException {
        StringBuilder rows = new StringBuilder("patient,text,label\n");
        for (int i = 0; i < 200; i++) {
            int patient = i % 20;
            rows.append("p%d,text %d,%s\n".formatted(patient, i, (i / 20 + patient) % 2 == 0 ? "ill" : "well"));
        }
        return table(rows.toString());
    }

    private static TextOptions options(String column) {
        return TextOptions.defaults().withSplit(SplitOptions.DEFAULT.withGroups(new Groups(column, null)));
    }

    private static Set<String> groups(Dataset<?> data) {
        return data.examples().stream().map(Example::group).collect(Collectors.toCollection(HashSet::new));
    }

    private Path table(String text) throws IOException {
        return Files.writeString(root.resolve("table.csv"), text);
    }

    private void image(String name, int seed) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        byte[] pixels = new byte[8 * 8 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (seed * 31 + i * 7);
        }
        ImageEncoder.write(Image.of(8, 8, 3, pixels), file);
    }
}
