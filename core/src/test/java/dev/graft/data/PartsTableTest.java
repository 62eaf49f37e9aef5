package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.PartsTable.Entry;
import dev.graft.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartsTableTest {
    private static final PartsTable TABLE = new PartsTable(List.of(
            entry(Part.TRAIN, "bees/1.jpg", 0, "aaaa"),
            entry(Part.TRAIN, "a, \"b\"\n.csv", 17, "bbbb"),
            entry(Part.VALIDATION, "bees/2.jpg", 0, "cccc"),
            entry(Part.TEST, "far/3.jpg", 0, "")));

    @TempDir
    Path folder;

    private static Entry entry(Part part, String file, int row, String sha256) {
        return new Entry(part, new ExampleId(file, row, sha256), List.of("bees"));
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        assertThat(PartsTable.in(folder)).isEmpty();
        Files.writeString(folder.resolve(PartsTable.FILE), TABLE.csv());
        assertThat(PartsTable.in(folder)).contains(TABLE);
        assertThat(TABLE.csv()).startsWith("part,file,row,label,sha256\ntrain,bees/1.jpg,,bees,aaaa\n");
        Files.writeString(folder.resolve(PartsTable.FILE), "part,file,row,label,sha256\nnone,a,,b,c\n");
        assertThatThrownBy(() -> PartsTable.in(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("record 1: expected part,file,row,label,sha256, found [none, a, , b, c]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "a,b", "|", "a|b", "a|b,c", "\\,b", "a\\|b,\\\\,|\\", "C:\\x,y\\", "\\|,\\", "\"q\",'r"
            })
    void labelsAreReadAsTheyWereWritten(String names) throws IOException {
        List<String> labels = names.isEmpty() ? List.of() : List.of(names.split(","));
        PartsTable table = new PartsTable(List.of(
                new Entry(Part.TRAIN, ExampleId.ofFile("1.jpg", ""), labels), entry(Part.TRAIN, "2.jpg", 0, "")));
        Files.writeString(folder.resolve(PartsTable.FILE), table.csv());
        assertThat(PartsTable.in(folder)).contains(table);
    }

    /// They were joined as they stood.
    @Test
    void tablesOfEarlierVersionsMeanWhatTheyDid() throws IOException {
        Files.writeString(
                folder.resolve(PartsTable.FILE),
                "part,file,row,label,sha256\ntrain,1.jpg,,a|b,\ntrain,2.jpg,,C:\\x|\\y,\ntrain,3.jpg,,,\n");
        PartsTable then = PartsTable.in(folder).orElseThrow();
        assertThat(then.entries())
                .extracting(Entry::labels)
                .containsExactly(List.of("a", "b"), List.of("C:\\x", "\\y"), List.of());
        then.requireSame(
                new PartsTable(List.of(
                        new Entry(Part.TRAIN, ExampleId.ofFile("1.jpg", ""), List.of("a|b")),
                        new Entry(Part.TRAIN, ExampleId.ofFile("2.jpg", ""), List.of("C:\\x", "\\y")),
                        new Entry(Part.TRAIN, ExampleId.ofFile("3.jpg", ""), List.of()))),
                folder);
    }

    @Test
    void whatAProgramHoldsIsKnownByItsContent() {
        byte[] jpeg = {1, 2, 3};
        Labelled<ImageSource> image = Labelled.of("row 7", new ImageBytes("row 7", jpeg), "a");
        assertThat(image.id()).isEqualTo(ExampleId.ofFile("row 7", ExampleId.sha256(jpeg)));
        assertThat(Example.of(new ImageBytes("x", jpeg), 0).id().sha256()).isEqualTo("039058c6f2c0cb49");
        assertThat(Labelled.several("t", Text.of("abc"), List.of()).id().sha256())
                .isEqualTo("ba7816bf8f01cfea");
    }

    @Test
    void examplesAreFoundByPlaceAndContentOrByContentAlone() {
        List<ExampleId> now = List.of(
                new ExampleId("a, \"b\"\n.csv", 18, "bbbb"), // a row was put in before it
                new ExampleId("bees/1.jpg", 0, "eeee"), // another image
                new ExampleId("wasps/9.jpg", 0, "cccc"), // moved
                new ExampleId("far/3.jpg", 0, "dddd")); // its content was not read then
        PartsTable.Matched<ExampleId> matched = TABLE.match(now, Function.identity());
        assertThat(matched.found()).containsExactly(null, now.get(0), now.get(2), now.get(3));
        assertThat(matched.added()).containsExactly(now.get(1));
        assertThat(matched.missing()).containsExactly(TABLE.entries().getFirst());
    }

    @Test
    void twinsAreEachFoundOnce() {
        PartsTable twins = new PartsTable(
                List.of(entry(Part.TRAIN, "1.jpg", 0, "aaaa"), entry(Part.VALIDATION, "2.jpg", 0, "aaaa")));
        List<ExampleId> now = List.of(ExampleId.ofFile("2.jpg", "aaaa"), ExampleId.ofFile("3.jpg", "aaaa"));
        assertThat(twins.match(now, Function.identity()).found()).containsExactly(now.get(1), now.get(0));
    }

    @Test
    void whatALongTrainingBeganWithIsNamedWhereItDiffers() {
        TABLE.requireSame(TABLE, Path.of("run"));
        PartsTable less = new PartsTable(TABLE.entries().subList(0, 2));
        assertThatThrownBy(() -> TABLE.requireSame(less, Path.of("run")))
                .hasMessage(
                        "run: expected the 3 examples that it was started with, found 1 missing or changed: bees/2.jpg; restore them, or start a new run");
        assertThatThrownBy(() -> less.requireSame(TABLE, Path.of("run"))).hasMessageContaining("1 new: bees/2.jpg");
        PartsTable turned = new PartsTable(List.of(
                TABLE.entries().get(1), TABLE.entries().get(0), TABLE.entries().get(2)));
        assertThatThrownBy(() -> TABLE.requireSame(turned, Path.of("run"))).hasMessageContaining("in another order");
    }

    @Test
    void savedNamesAnswerToTheirOtherForms() {
        assertThat(ClassNames.match(
                        List.of("1", "긁힘", "b", "2.0", "x"),
                        List.of("2", "1.0", "\u1100\u1173\u11b0\u1112\u1175\u11b7", "b\u00a0")))
                .containsExactly(1, 2, 3, 0, -1);
    }
}
