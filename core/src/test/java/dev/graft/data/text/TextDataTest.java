package dev.graft.data.text;

import static dev.graft.data.text.Texts.all;
import static dev.graft.data.text.Texts.texts;
import static dev.graft.data.text.Texts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.graft.data.DataException;
import dev.graft.data.Problem;
import dev.graft.data.Splits;
import dev.graft.data.Target;
import dev.graft.data.Task;
import dev.graft.text.Text;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Layouts and formats of labelled texts.
class TextDataTest {
    @TempDir
    Path root;

    @Test
    void aTableWithParts() throws IOException {
        Path table = write(root, "reviews.csv", """
                \uFEFFid,Review,Label,split
                1,"좋다, 아주",positive,train
                2,"두 줄에
                걸친 ""글\""",negative,train
                3,나쁘다,negative,dev
                4,괜찮다,positive,val

                5,글쎄,negative,test
                6,,negative,train
                7,라벨 없음,,train
                8,짧다
                9,하나 더,positive,train
                """);
        Splits<Text> splits = TextData.open(table);
        assertThat(splits.layout()).isEqualTo("table of texts");
        assertThat(splits.task()).isEqualTo(Task.SINGLE_LABEL_CLASSIFICATION);
        assertThat(splits.labels()).containsExactly("negative", "positive");
        assertThat(splits.train().examples())
                .containsExactly(
                        Texts.example(Text.of("좋다, 아주"), new Target.Single(1), "reviews.csv line 2"),
                        Texts.example(Text.of("두 줄에\n걸친 \"글\""), new Target.Single(0), "reviews.csv line 3"),
                        Texts.example(Text.of("하나 더"), new Target.Single(1), "reviews.csv line 12"));
        assertThat(splits.validation().counts()).containsExactly(1, 1);
        assertThat(splits.test().orElseThrow().examples())
                .containsExactly(Texts.example(Text.of("글쎄"), new Target.Single(0), "reviews.csv line 8"));
        assertThat(splits.splitOff()).isFalse();
        assertThat(splits.problems())
                .containsExactly(
                        new Problem("reviews.csv line 9", "no text"),
                        new Problem("reviews.csv line 10", "no label"),
                        new Problem("reviews.csv line 11", "too few columns: 2, expected 4"));
        assertThat(splits.notes()).containsExactly("no text to test in positive");
    }

    @Test
    void strictMeansThatEveryRowCounts() throws IOException {
        Path table = write(root, "reviews.csv", "text,label\na,x\n,y\nb,y\nc,\nd,x\n");
        assertThat(TextData.open(table).problems()).hasSize(2);
        assertThatThrownBy(() -> TextData.open(table, TextOptions.defaults().withStrict(true)))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(table + ": 2 texts cannot be used: reviews.csv line 3: no text; ")
                .hasMessageEndingWith("; repair or remove them, or omit --strict");
    }

    @Test
    void filesOfParts() throws IOException {
        write(root, "train.tsv", "id\tdocument\tlabel\n1\t\"안 끝난 따옴표\t0\n2\t\"따옴표\" 뒤에 글\t1\n3\t그냥\t10\n4\t음\t2\n");
        write(root, "dev.tsv", "id\tdocument\tlabel\r\n5\t윈도 줄\t10\r\n");
        write(root, "test.jsonl", "{\"text\": \"다른 꼴\", \"label\": 2, \"id\": 6}\n");
        Files.writeString(root.resolve("README.md"), "about");
        Splits<Text> splits = TextData.open(root);
        assertThat(splits.layout()).isEqualTo("files of texts");
        assertThat(splits.labels()).containsExactly("0", "1", "2", "10");
        assertThat(texts(splits.train())).containsExactly("\"안 끝난 따옴표", "\"따옴표\" 뒤에 글", "그냥", "음");
        assertThat(splits.validation().examples())
                .containsExactly(Texts.example(Text.of("윈도 줄"), new Target.Single(3), "dev.tsv line 2"));
        assertThat(splits.test().orElseThrow().examples())
                .containsExactly(Texts.example(Text.of("다른 꼴"), new Target.Single(2), "test.jsonl line 1"));
        assertThat(splits.notes()).containsExactly("no text for validation in 0; 1; 2", "no text to test in 0; 1; 10");
    }

    @Test
    void aQuotedTsv() throws IOException {
        Path table = write(
                root,
                "q.tsv",
                "\"text\"\t\"label\"\n\"tab\there\"\t\"a\"\n\"two\nlines\"\t\"b\"\n\"x\"\t\"a\"\n\"y\"\t\"b\"\n");
        Splits<Text> splits = TextData.open(table);
        assertThat(all(splits)).containsExactlyInAnyOrder("tab\there", "two\nlines", "x", "y");
    }

    @Test
    void otherSeparators() throws IOException {
        Path table = write(root, "s.csv", "텍스트;라벨\n하나, 둘;a\n\"셋; 넷\";b\n다섯;a\n여섯;b\n");
        assertThat(all(TextData.open(table))).contains("하나, 둘", "셋; 넷");
    }

    @Test
    void classFolders() throws IOException {
        for (int i = 0; i < 5; i++) {
            write(root, "train/긍정/" + i + ".txt", "\uFEFF좋은 글 " + i + "\r\n둘째 줄\n");
            write(root, "train/부정/more/" + i + ".txt", "나쁜 글 " + i);
        }
        write(root, "test/긍정/9.txt", "시험");
        write(root, "train/부정/empty.txt", " \n");
        write(root, "train/부정/image.png", "x");
        Files.write(root.resolve("train/부정/old.txt"), "옛날 글".getBytes(Charset.forName("EUC-KR")));
        Splits<Text> splits = TextData.open(root, TextOptions.defaults().withValidationFraction(0.4));
        assertThat(splits.layout()).isEqualTo("folders of class folders of texts");
        assertThat(splits.labels()).containsExactly("긍정", "부정");
        assertThat(splits.train().counts()).containsExactly(3, 4);
        assertThat(splits.validation().counts()).containsExactly(2, 2);
        assertThat(splits.splitOff()).isTrue();
        assertThat(all(splits)).contains("좋은 글 0\n둘째 줄", "나쁜 글 3", "옛날 글");
        assertThat(splits.test().orElseThrow().examples())
                .containsExactly(Texts.example(
                        Text.of("시험"),
                        new Target.Single(0),
                        Path.of("test/긍정/9.txt").toString()));
        assertThat(splits.problems())
                .containsExactly(new Problem(Path.of("train/부정/empty.txt").toString(), "no text"));
        assertThat(splits.notes())
                .containsExactly(
                        "ignored 1 file not called .txt",
                        "1 file not in UTF-8, read as CP949 (EUC-KR)",
                        "split off 4 texts for validation (40% of each class, seed 0)",
                        "no text to test in 부정");
        assertThat(TextData.open(root.resolve("train")).layout()).isEqualTo("class folders of texts");
    }

    @Test
    void jsonLines() throws IOException {
        Path table = write(root, "j.jsonl", """
                {"label": true, "sentence": "하나", "meta": {"a": [1]}}

                {"sentence": "둘", "label": false}
                {"sentence": null, "label": false}
                {"sentence": "셋", "label": null}
                {"sentence": ["넷"], "label": true}
                {"sentence": "다섯"}
                {"sentence": "여섯", "label": {"a": 1}}
                {"sentence": 7, "label": true, "later": "key"}
                {"sentence": "여덟\\n줄", "label": false}
                """);
        Splits<Text> splits = TextData.open(table);
        assertThat(splits.labels()).containsExactly("false", "true");
        assertThat(all(splits)).containsExactlyInAnyOrder("하나", "둘", "7", "여덟\n줄");
        assertThat(splits.problems())
                .extracting(Problem::where, Problem::reason)
                .containsExactly(
                        tuple("j.jsonl line 4", "no text"),
                        tuple("j.jsonl line 5", "no label"),
                        tuple("j.jsonl line 6", "expected a text, found an array"),
                        tuple("j.jsonl line 7", "no label"),
                        tuple("j.jsonl line 8", "expected a label, found an object"));
    }

    @Test
    void koreanFilesAreConvertedAndNoted() throws IOException {
        Path table = root.resolve("k.csv");
        Files.write(table, "내용,분류\n좋아요,긍정\n싫어요,부정\n그래요,긍정\n아니요,부정\n".getBytes(Charset.forName("x-windows-949")));
        Splits<Text> splits = TextData.open(table);
        assertThat(splits.labels()).containsExactly("긍정", "부정");
        assertThat(all(splits)).containsExactlyInAnyOrder("좋아요", "싫어요", "그래요", "아니요");
        assertThat(splits.notes()).contains(table + " not in UTF-8, read as CP949 (EUC-KR)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.csv", "m.tsv", "m.jsonl"})
    void longTexts(String name) throws IOException {
        String text = "길다 ".repeat(200_000).strip();
        String rows = switch (name) {
            case "m.csv" -> "text,label\n\"" + text + "\",a\nx,b\ny,a\nz,b\n";
            case "m.tsv" -> "text\tlabel\n" + text + "\ta\nx\tb\ny\ta\nz\tb\n";
            default ->
                "{\"text\":\"" + text + "\",\"label\":\"a\"}\n{\"text\":\"x\",\"label\":\"b\"}\n"
                        + "{\"text\":\"y\",\"label\":\"a\"}\n{\"text\":\"z\",\"label\":\"b\"}\n";
        };
        assertThat(all(TextData.open(write(root, name, rows)))).contains(text);
    }
}
