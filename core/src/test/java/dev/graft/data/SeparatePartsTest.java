package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.text.TextData;
import dev.graft.data.text.TextOptions;
import dev.graft.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Parts that lie by themselves.
class SeparatePartsTest {
    @TempDir
    Path root;

    @Test
    void tables() throws IOException {
        Path train = write("train/t.csv", "text,label\n" + "one,a\ntwo,b\n".repeat(3));
        Path val = write("val/t.csv", "text,label\nthree,a\n,b\nfour,b\n");
        Path test = write("test.csv", "text,label\nfive,a\n");
        Splits<Text> data =
                TextData.open(train, TextOptions.defaults().withSplit(SplitOptions.DEFAULT.withParts(val, test)));

        assertThat(data.splitOff()).isFalse();
        assertThat(data.train().size()).isEqualTo(6);
        assertThat(data.validation().size()).isEqualTo(2);
        assertThat(data.test().orElseThrow().size()).isEqualTo(1);
        assertThat(data.problems()).extracting(Problem::toString).containsExactly("t.csv line 3: no text");
        // tables of one name are told apart
        assertThat(data.validation().examples().getFirst().id().file()).isEqualTo(val.toString());
        assertThat(data.table().csv()).contains("train,t.csv,2,a,").contains("validation," + val + ",2,a,");
        assertThat(data.in(data.table()).table()).isEqualTo(data.table());
    }

    @Test
    void folders() throws IOException {
        for (String name :
                new String[] {"train/a/1.txt", "train/a/2.txt", "train/b/1.txt", "held/a/1.txt", "held/b/1.txt"}) {
            write(name, "text of " + name);
        }
        Splits<Text> data = TextData.open(
                root.resolve("train"),
                TextOptions.defaults().withSplit(SplitOptions.DEFAULT.withParts(root.resolve("held"), null)));
        assertThat(data.train().size()).isEqualTo(3);
        assertThat(data.validation().counts()).containsExactly(1, 1);
        assertThat(data.in(data.table()).table()).isEqualTo(data.table());
    }

    @Test
    void partsBelowClasses() throws IOException {
        for (String name : new String[] {"d/a/train/1.txt", "d/a/test/2.txt", "d/b/train/1.txt", "d/b/train/2.txt"}) {
            write(name, "text of " + name);
        }
        Splits<Text> data =
                TextData.open(root.resolve("d"), TextOptions.defaults().withValidationFraction(0.5));
        assertThat(data.labels()).containsExactly("a", "b");
        assertThat(data.test().orElseThrow().counts()).containsExactly(1, 0);
        assertThat(data.train().size() + data.validation().size()).isEqualTo(3);
    }

    @Test
    void aShareBesideAValidationPartHasNoEffect() throws IOException {
        Path parts = write("t.csv", "text,label,split\n" + "one,a,train\ntwo,b,train\nthree,a,val\n");
        assertThat(TextData.open(parts).notes()).noneMatch(note -> note.contains("--val-fraction"));
        assertThat(TextData.open(parts, TextOptions.defaults().withValidationFraction(0.3))
                        .notes())
                .contains("the data have a validation part, so none is split off (--val-fraction has no effect)");
    }

    @Test
    void whatCannotBe() throws IOException {
        Path train = write("t.csv", "text,label,split\n" + "one,a,train\ntwo,b,train\nthree,a,val\n");
        Path plain = write("p.csv", "text,label\n" + "one,a\ntwo,b\n");
        Path other = write("o.csv", "text,label\nfive,c\n");
        assertThatThrownBy(() -> open(train, plain))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has a validation part, but " + plain + " is given as one too");
        assertThatThrownBy(() -> open(plain, train))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("expected the examples of the validation part, found parts in it");
        assertThatThrownBy(() -> open(plain, other))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("label c is in the validation part but not in the training part");
    }

    @Test
    void whatIsJudgedByIsNotLearnedFrom() throws IOException {
        for (String name : new String[] {"d/a/1.txt", "d/a/2.txt", "d/b/1.txt", "d/held/a/1.txt", "d/held/b/1.txt"}) {
            write(name, "text of " + name);
        }
        Path data = root.resolve("d");
        assertThatThrownBy(() -> open(data, data.resolve("held")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is to be a part of its own, and lies in " + data);
        assertThatThrownBy(() -> open(data, data)).isInstanceOf(DataException.class);
        Path plain = write("p.csv", "text,label\n" + "one,a\ntwo,b\n");
        Path other = write("o.csv", "text,label\nthree,a\n");
        assertThatThrownBy(() -> TextData.open(
                        plain, TextOptions.defaults().withSplit(SplitOptions.DEFAULT.withParts(other, other))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is to be the test part and the validation part");
    }

    private static Splits<Text> open(Path data, Path validation) {
        return TextData.open(data, TextOptions.defaults().withSplit(SplitOptions.DEFAULT.withParts(validation, null)));
    }

    private Path write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
