package dev.graft.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.graft.data.DataException;
import dev.graft.data.DataSummary;
import dev.graft.data.Problem;
import dev.graft.data.Task;
import dev.graft.text.Text;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Layouts, columns, labels and parts of labelled texts.
class TextDataTest {
    @TempDir
    Path root;

    @Test
    void aTableWithParts() throws IOException {
        Path table = write("reviews.csv", """
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
        TextSplits splits = TextData.open(table);
        assertThat(splits.layout()).isEqualTo("table of texts");
        assertThat(splits.task()).isEqualTo(Task.SINGLE_LABEL_CLASSIFICATION);
        assertThat(splits.labels()).containsExactly("negative", "positive");
        assertThat(splits.train().items())
                .containsExactly(
                        new TextItem(Text.of("좋다, 아주"), new Target.Single(1), "reviews.csv line 2"),
                        new TextItem(Text.of("두 줄에\n걸친 \"글\""), new Target.Single(0), "reviews.csv line 3"),
                        new TextItem(Text.of("하나 더"), new Target.Single(1), "reviews.csv line 12"));
        assertThat(splits.validation().counts()).containsExactly(1, 1);
        assertThat(splits.test().orElseThrow().items())
                .containsExactly(new TextItem(Text.of("글쎄"), new Target.Single(0), "reviews.csv line 8"));
        assertThat(splits.splitOff()).isFalse();
        assertThat(splits.problems())
                .containsExactly(
                        new Problem("reviews.csv line 9", "no text"),
                        new Problem("reviews.csv line 10", "no label"),
                        new Problem("reviews.csv line 11", "too few columns: 2, expected 4"));
        assertThat(splits.notes()).isEmpty();

        DataSummary summary = splits.summary();
        assertThat(summary.examples())
                .containsExactly(Map.entry("train", 3), Map.entry("validation", 2), Map.entry("test", 1));
        assertThat(summary.counts().get("train")).isEqualTo(Map.of("negative", 1, "positive", 2));
        assertThat(summary.total("train")).isEqualTo(3);
        assertThat(summary.total("elsewhere")).isZero();
        assertThat(summary.skipped()).hasSize(3);

        assertThatThrownBy(() -> TextData.open(table, TextOptions.defaults().withStrict(true)))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(table + ": 3 texts cannot be used: reviews.csv line 9: no text; ")
                .hasMessageEndingWith("; repair or remove them, or leave out --strict");
    }

    @Test
    void filesOfParts() throws IOException {
        write("train.tsv", "id\tdocument\tlabel\n1\t\"안 끝난 따옴표\t0\n2\t\"따옴표\" 뒤에 글\t1\n3\t그냥\t10\n4\t음\t2\n");
        write("dev.tsv", "id\tdocument\tlabel\r\n5\t윈도 줄\t10\r\n");
        write("test.jsonl", "{\"text\": \"다른 꼴\", \"label\": 2, \"id\": 6}\n");
        Files.writeString(root.resolve("README.md"), "about");
        TextSplits splits = TextData.open(root);
        assertThat(splits.layout()).isEqualTo("files of texts");
        assertThat(splits.labels()).containsExactly("0", "1", "2", "10");
        assertThat(texts(splits.train())).containsExactly("\"안 끝난 따옴표", "\"따옴표\" 뒤에 글", "그냥", "음");
        assertThat(splits.validation().items())
                .containsExactly(new TextItem(Text.of("윈도 줄"), new Target.Single(3), "dev.tsv line 2"));
        assertThat(splits.test().orElseThrow().items())
                .containsExactly(new TextItem(Text.of("다른 꼴"), new Target.Single(2), "test.jsonl line 1"));
        assertThat(splits.notes()).containsExactly("no text for validation in 0; 1; 2");
    }

    @Test
    void aQuotedTsv() throws IOException {
        Path table = write(
                "q.tsv",
                "\"text\"\t\"label\"\n\"tab\there\"\t\"a\"\n\"two\nlines\"\t\"b\"\n\"x\"\t\"a\"\n\"y\"\t\"b\"\n");
        TextSplits splits = TextData.open(table);
        assertThat(all(splits)).containsExactlyInAnyOrder("tab\there", "two\nlines", "x", "y");
    }

    @Test
    void otherSeparators() throws IOException {
        Path table = write("s.csv", "텍스트;라벨\n하나, 둘;a\n\"셋; 넷\";b\n다섯;a\n여섯;b\n");
        assertThat(all(TextData.open(table))).contains("하나, 둘", "셋; 넷");
    }

    @Test
    void classFolders() throws IOException {
        for (int i = 0; i < 5; i++) {
            write("train/긍정/" + i + ".txt", "\uFEFF좋은 글 " + i + "\r\n둘째 줄\n");
            write("train/부정/more/" + i + ".txt", "나쁜 글 " + i);
        }
        write("test/긍정/9.txt", "시험");
        write("train/부정/empty.txt", " \n");
        write("train/부정/picture.png", "x");
        Files.write(root.resolve("train/부정/old.txt"), "옛날 글".getBytes(Charset.forName("EUC-KR")));
        TextSplits splits = TextData.open(root, TextOptions.defaults().withValidationFraction(0.4));
        assertThat(splits.layout()).isEqualTo("folders of class folders of texts");
        assertThat(splits.labels()).containsExactly("긍정", "부정");
        assertThat(splits.train().counts()).containsExactly(3, 4);
        assertThat(splits.validation().counts()).containsExactly(2, 2);
        assertThat(splits.splitOff()).isTrue();
        assertThat(all(splits)).contains("좋은 글 0\n둘째 줄", "나쁜 글 3", "옛날 글");
        assertThat(splits.test().orElseThrow().items())
                .containsExactly(new TextItem(
                        Text.of("시험"),
                        new Target.Single(0),
                        Path.of("test/긍정/9.txt").toString()));
        assertThat(splits.problems())
                .containsExactly(new Problem(Path.of("train/부정/empty.txt").toString(), "no text"));
        assertThat(splits.notes())
                .containsExactly(
                        "ignored 1 file not called .txt",
                        "1 file not in UTF-8, read as CP949 (EUC-KR)",
                        "split off 4 texts for validation (40% of each class, seed 0)");
        assertThat(TextData.open(root.resolve("train")).layout()).isEqualTo("class folders of texts");
    }

    @Test
    void jsonLines() throws IOException {
        Path table = write("j.jsonl", """
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
        TextSplits splits = TextData.open(table);
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
    void severalLabelsInAnArray() throws IOException {
        write("train.jsonl", """
                {"text": "a", "label": ["x", "y"]}
                {"text": "b", "label": []}
                {"text": "c", "label": ["y", " y ", ""]}
                {"text": "d", "label": "z"}
                """);
        write("val.jsonl", "{\"text\": \"e\", \"label\": [\"z\", \"x\"]}\n");
        TextSplits splits = TextData.open(root);
        assertThat(splits.task()).isEqualTo(Task.MULTI_LABEL_CLASSIFICATION);
        assertThat(splits.labels()).containsExactly("x", "y", "z");
        assertThat(splits.train().items())
                .extracting(TextItem::target)
                .containsExactly(several(0, 1), several(), several(1), several(2));
        assertThat(splits.train().counts()).containsExactly(1, 2, 1);
        assertThat(splits.summary().total("train")).isEqualTo(4);
        assertThat(splits.notes()).containsExactly("no text for validation in y");
    }

    @Test
    void severalLabelsInOneColumn() throws IOException {
        Path table = write("m.csv", "text,label\na,x|y\nb,y| z\nc,\nd,|\ne,x\n");
        TextSplits splits = TextData.open(table, TextOptions.defaults().withLabelSeparator("|"));
        assertThat(splits.task()).isEqualTo(Task.MULTI_LABEL_CLASSIFICATION);
        assertThat(splits.labels()).containsExactly("x", "y", "z");
        assertThat(splits.train().size() + splits.validation().size()).isEqualTo(3);
        assertThat(splits.problems()).extracting(Problem::reason).containsExactly("no label", "no label");
        assertThat(splits.notes()).contains("split off 1 text for validation (20%, seed 0)");
    }

    @Test
    void severalLabelsInColumns() throws IOException {
        write("train.csv", "text,toxic,rude,extra\na,1,0,q\nb,0,0,q\nc,1.0,true,q\nd,2,0,q\ne,,0,q\n");
        write("valid.csv", "rude,toxic,text\n1,0,f\n");
        TextSplits splits = TextData.open(root, TextOptions.defaults().withLabelColumns(List.of("toxic", "rude")));
        assertThat(splits.task()).isEqualTo(Task.MULTI_LABEL_CLASSIFICATION);
        assertThat(splits.labels()).containsExactly("toxic", "rude");
        assertThat(splits.train().items())
                .extracting(TextItem::target)
                .containsExactly(several(0), several(), several(0, 1));
        assertThat(splits.validation().items()).extracting(TextItem::target).containsExactly(several(1));
        assertThat(splits.problems())
                .extracting(Problem::reason)
                .containsExactly("expected 0 or 1 in column toxic, found '2'", "no label in column toxic");
    }

    @Test
    void numbers() throws IOException {
        Path table = write("n.csv", "sentence1,sentence2,score\na,b,0.5\nc,d,-2\ne,f,1e-3\ng,h,high\ni,j,1d\n");
        TextSplits splits = TextData.open(table, TextOptions.defaults().withTask(Task.REGRESSION));
        assertThat(splits.task()).isEqualTo(Task.REGRESSION);
        assertThat(splits.labels()).containsExactly("score");
        assertThat(splits.train().size()).isEqualTo(2);
        assertThat(splits.validation().size()).isEqualTo(1);
        assertThat(items(splits))
                .extracting(TextItem::target)
                .containsExactlyInAnyOrder(values(0.5), values(-2), values(0.001));
        assertThat(items(splits)).extracting(TextItem::text).contains(Text.pair("a", "b"));
        assertThat(splits.problems())
                .extracting(Problem::reason)
                .containsExactly("expected a number, found 'high'", "expected a number, found '1d'");
        assertThat(splits.notes()).contains(table + ": texts are pairs, of columns sentence1 and sentence2");
        assertThat(splits.summary().counts().get("train")).isEmpty();
        assertThat(splits.summary().total("train")).isEqualTo(2);

        TextSplits both = TextData.open(
                write("two.csv", "text,x,y\na,1,2\nb,3,4\n"),
                TextOptions.defaults().withTask(Task.REGRESSION).withLabelColumns(List.of("x", "y")));
        assertThat(both.labels()).containsExactly("x", "y");
        assertThat(items(both)).extracting(TextItem::target).containsExactlyInAnyOrder(values(1, 2), values(3, 4));
    }

    @Test
    void numbersAreNeverGuessed() throws IOException {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 21; i++) {
            rows.append("text ").append(i).append(',').append(i / 4.0).append('\n');
        }
        Path table = write("n.csv", rows.toString());
        assertThatThrownBy(() -> TextData.open(table))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        table + ": the labels are 21 different numbers, with fractions: choose the task regression to"
                                + " learn them as numbers, or single_label_classification to take each as a class");
        assertThat(TextData.open(table, TextOptions.defaults().withTask(Task.REGRESSION))
                        .task())
                .isEqualTo(Task.REGRESSION);
        rows.append("again,0.0\n");
        TextOptions classes = TextOptions.defaults().withTask(Task.SINGLE_LABEL_CLASSIFICATION);
        assertThat(TextData.open(write("n.csv", rows.toString()), classes).labels())
                .hasSize(21);
    }

    @Test
    void columnsByNameAndNumber() throws IOException {
        Path table = write("c.csv", "주제,글,text,판정\na,하나,x,0\nb,둘,x,1\nc,셋,y,0\nd,넷,y,1\n");
        TextOptions named = TextOptions.defaults().withTextColumn("글").withLabelColumn("판정");
        assertThat(all(TextData.open(table, named))).containsExactlyInAnyOrder("하나", "둘", "셋", "넷");
        TextOptions pairs = named.withPairColumn("주제");
        assertThat(items(TextData.open(table, pairs)))
                .extracting(TextItem::text)
                .contains(Text.pair("하나", "a"));
        TextOptions numbered = TextOptions.defaults().withTextColumn("2").withLabelColumn("4");
        assertThat(all(TextData.open(table, numbered))).containsExactlyInAnyOrder("하나", "둘", "셋", "넷");

        Path plain = write("p.csv", "하나,0\n둘,1\n셋,0\n넷,1\n");
        TextSplits splits = TextData.open(plain);
        assertThat(all(splits)).containsExactlyInAnyOrder("하나", "둘", "셋", "넷");
        assertThat(splits.notes())
                .contains(plain + " has no header: took the first column for the text and the second for the label");
        Path swapped = write("w.csv", "0,하나\n1,둘\n0,셋\n1,넷\n");
        assertThat(all(TextData.open(swapped, TextOptions.defaults().withLabelColumn("1"))))
                .containsExactlyInAnyOrder("하나", "둘", "셋", "넷");
        assertThat(all(TextData.open(swapped, TextOptions.defaults().withTextColumn("2"))))
                .containsExactlyInAnyOrder("하나", "둘", "셋", "넷");
        Path three = write("t.tsv", "a\t하나\t0\nb\t둘\t1\nc\t셋\t0\nd\t넷\t1\n");
        TextOptions byNumber = TextOptions.defaults().withTextColumn("2").withLabelColumn("3");
        assertThat(all(TextData.open(three, byNumber))).containsExactlyInAnyOrder("하나", "둘", "셋", "넷");
    }

    @Test
    void theOtherOfTwoColumns() throws IOException {
        Path table = write("o.csv", "평가글,라벨\n하나,0\n둘,1\n셋,0\n넷,1\n");
        TextOptions header = TextOptions.defaults().withHeader(true);
        assertThat(all(TextData.open(table, header))).containsExactlyInAnyOrder("하나", "둘", "셋", "넷");
        Path json = write("o.jsonl", """
                {"review": "a", "stars": 5}
                {"review": "b", "stars": 1}
                {"review": "c", "stars": 5}
                """);
        assertThat(TextData.open(json).labels()).containsExactly("1", "5");
    }

    @Test
    void headersThatAreSaid() throws IOException {
        Path table = write("h.csv", "text,label\na,label\nb,other\nc,other\n");
        TextSplits without = TextData.open(table, TextOptions.defaults().withHeader(false));
        assertThat(all(without)).contains("text");
        assertThatThrownBy(() -> TextData.open(
                        table, TextOptions.defaults().withHeader(false).withTextColumn("text")))
                .hasMessage(
                        table + ": no column 'text'; there are 'text', 'label'; without a header columns are given by"
                                + " number, from 1 to 2");
    }

    @Test
    void pairsCanBeRefused() throws IOException {
        Path table = write("q.csv", "question,answer,label\na,b,0\nc,d,1\ne,f,0\ng,h,1\n");
        assertThat(items(TextData.open(table))).extracting(TextItem::text).contains(Text.pair("a", "b"));
        TextOptions alone = TextOptions.defaults().withPairColumn(TextOptions.NONE);
        assertThat(items(TextData.open(table, alone)))
                .extracting(TextItem::text)
                .contains(Text.of("a"));
        TextOptions answers = TextOptions.defaults().withTextColumn("answer");
        assertThat(items(TextData.open(table, answers)))
                .extracting(TextItem::text)
                .contains(Text.of("b"));
    }

    @Test
    void whatElseCouldBeMeantIsNoted() throws IOException {
        Path table = write("x.csv", "title,text,category,label\na,하나,k,0\nb,둘,k,1\nc,셋,k,0\nd,넷,k,1\n");
        TextSplits splits = TextData.open(table);
        assertThat(splits.labels()).containsExactly("0", "1");
        assertThat(splits.notes())
                .contains(
                        table + ": took column label for the label, not category",
                        table + ": took column text for the text, not title");
    }

    @Test
    void theSplitDependsOnTheSeedAlone() throws IOException {
        Path table = write("s.csv", rows(40));
        TextOptions half = TextOptions.defaults().withValidationFraction(0.5);
        List<String> first = texts(TextData.open(table, half).validation());
        assertThat(texts(TextData.open(table, half).validation())).isEqualTo(first);
        assertThat(texts(TextData.open(table, half.withSeed(1)).validation())).isNotEqualTo(first);
        TextSplits splits = TextData.open(table, half);
        assertThat(splits.validation().counts()).containsExactly(10, 10);
        assertThat(splits.train().counts()).containsExactly(10, 10);
        assertThat(texts(splits.train())).doesNotContainAnyElementsOf(first);
        assertThat(splits.train().items())
                .extracting(item -> Integer.valueOf(item.where().replace("s.csv line ", "")))
                .isSorted();
    }

    @Test
    void trainAndTestAlone() throws IOException {
        write("train.csv", rows(20));
        write("test.csv", "text,label\nz,a\n");
        TextSplits splits = TextData.open(root);
        assertThat(splits.splitOff()).isTrue();
        assertThat(splits.validation().counts()).containsExactly(2, 2);
        assertThat(splits.test().orElseThrow().size()).isEqualTo(1);

        TextSplits judged = TextData.open(root, TextOptions.defaults().withTestForValidation(true));
        assertThat(judged.splitOff()).isFalse();
        assertThat(texts(judged.validation())).containsExactly("z");
        assertThat(judged.test()).isEmpty();
        assertThat(judged.notes()).contains("the test part is used for validation: nothing is kept for the end");
    }

    @Test
    void aFewOfEachClass() throws IOException {
        Path table = write("f.csv", rows(40));
        TextOptions few = TextOptions.defaults().withPerClass(3);
        TextSplits splits = TextData.open(table, few);
        assertThat(splits.train().counts()).containsExactly(3, 3);
        assertThat(splits.validation().counts()).containsExactly(4, 4);
        assertThat(splits.notes()).contains("training on 6 of 32 texts, at most 3 of each class (seed 0)");
        assertThat(texts(splits.train()))
                .isNotEqualTo(texts(TextData.open(table, few.withSeed(5)).train()));
    }

    @Test
    void textsThatOccurTwice() throws IOException {
        write("train.csv", "text,label\n굿,a\n좋다,a\n나쁘다,b\n굿,b\n굿,a\n");
        write("validation.csv", "text,label\n좋다,a\n새 글,b\n");
        write("test.csv", "text,label\n나쁘다,a\n");
        assertThat(TextData.open(root).notes())
                .containsExactly(
                        "2 texts for validation or test also in training, which flatters the result: train.csv line 3 ="
                                + " validation.csv line 2; train.csv line 4 = test.csv line 2",
                        "1 text to train on again with another label: train.csv line 2 = train.csv line 5");
    }

    @Test
    void koreanFilesAreConvertedAndNoted() throws IOException {
        Path table = root.resolve("k.csv");
        Files.write(table, "내용,분류\n좋아요,긍정\n싫어요,부정\n그래요,긍정\n아니요,부정\n".getBytes(Charset.forName("x-windows-949")));
        TextSplits splits = TextData.open(table);
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
        assertThat(all(TextData.open(write(name, rows)))).contains(text);
    }

    @Test
    void labelsOfAModel() throws IOException {
        TextDataset data = TextData.open(write("l.csv", rows(10))).train();
        TextDataset moved = data.withLabels(List.of("b", "c", "a"));
        assertThat(moved.labels()).containsExactly("b", "c", "a");
        assertThat(moved.counts()).containsExactly(4, 0, 4);
        assertThat(texts(moved)).isEqualTo(texts(data));
        assertThatThrownBy(() -> data.withLabels(List.of("a", "c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label b is not among [a, c]");
        assertThat(data.subset(3, 0).items())
                .containsExactly(data.items().get(3), data.items().get(0));
        assertThatThrownBy(() -> new TextDataset(data.items(), List.of("a"), Task.SINGLE_LABEL_CLASSIFICATION))
                .hasMessageContaining("with 1 labels, found Single[label=1]");
        assertThatThrownBy(() -> new TextDataset(data.items(), data.labels(), Task.REGRESSION))
                .hasMessageContaining("expected a target for regression");
    }

    private static String rows(int count) {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < count; i++) {
            rows.append("text ").append(i).append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        return rows.toString();
    }

    private Path write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static Target several(Integer... labels) {
        return new Target.Several(Set.of(labels));
    }

    private static Target values(double... values) {
        return new Target.Values(java.util.Arrays.stream(values).boxed().toList());
    }

    private static List<String> texts(TextDataset data) {
        return data.items().stream().map(item -> item.text().first()).toList();
    }

    private static List<TextItem> items(TextSplits splits) {
        return splits.parts().values().stream()
                .flatMap(part -> part.items().stream())
                .toList();
    }

    private static List<String> all(TextSplits splits) {
        return items(splits).stream().map(item -> item.text().first()).toList();
    }
}
