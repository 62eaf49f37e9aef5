package dev.graft.data.text;

import static dev.graft.data.text.Texts.rows;
import static dev.graft.data.text.Texts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.DataException;
import dev.graft.data.Problem;
import dev.graft.data.Splits;
import dev.graft.data.Task;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import dev.graft.text.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tables of texts as they come from other programs and public data sets: what is understood is said, and what
/// cannot be understood stops.
class RealTablesTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @NeedsShared("cases/texts")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "book.xlsx ! STOP ! an Excel workbook; in Excel",
                "hf-saved ! STOP ! datasets.load_from_disk",
                "six-columns.csv ! STOP ! --label rude,very_rude,swearing,threatening,insulting,hateful",
                "unknown-header-rare-class.csv ! STOP ! line 1: 'topic' is the label of no other row",
                "columns-of-training ! 2 classes: negative (27), positive (33) ! not used: file new.csv",
                "cr-only.tsv ! 2 classes: negative (71), positive (89) !",
                "fasttext.txt ! 2 classes: 1 (33), 2 (27) !",
                "fasttext-renamed.csv ! 2 classes: 1 (33), 2 (27) !",
                "float-mixed.csv ! 2 classes: 0 (28), 1 (32) !",
                "float-train-int-test ! 2 classes: 0 (34), 1 (46) !",
                "glue-folder ! 2 classes: 0 (25), 1 (40) ! test.tsv has no column for the label: the test part is left out",
                "label-case.csv ! 6 classes ! negative (19), NEGATIVE (10), Negative (9)",
                "label-nbsp.csv ! 2 classes: negative (35), positive (37) !",
                "letters/train ! 2 classes: cold ! class folders of texts",
                "list-strings.csv ! 3 classes: anger (30), joy (30), surprise (30) !",
                "nan.csv ! 2 classes: negative (67), positive (85) ! left out: 8 (8 no label)",
                "no-consensus.tsv ! 4 classes ! label - (6 texts) is used as a class",
                "open-quote.csv ! 2 classes ! the field that begins at line 22 spans 10 lines that look like rows",
                "quoted-newlines.csv ! 2 classes: negative (71), positive (89) !",
                "quoted-newlines.tsv ! 2 classes: negative (36), positive (24) !",
                "ratings.txt ! text from column document, label from column label ! not used: column id",
                "repeated-header.csv ! 2 classes: negative (33), positive (27) ! left out: 1 (1 repeats the header)",
                "title-and-description.csv ! text from column title ! column description, with 36, is not used",
                "train-and-eval ! 2 classes: 0 (27), 1 (33) !",
                "train.csv.zip ! 2 classes: negative (33), positive (27) !",
                "unsup-folder ! 3 classes: neg (25), pos (19), unsup (18) ! no text to test in unsup",
            })
    void casesThatWereTried(String name, String line, String said) {
        Path path = Shared.path("cases/texts").resolve(name);
        if (line.equals("STOP")) {
            assertThatThrownBy(() -> TextData.open(path))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(said);
        } else {
            Splits<Text> splits = TextData.open(path);
            assertThat(splits.summary().line()).contains(line);
            assertThat(splits.summary().line() + splits.notes() + splits.problems())
                    .contains(said == null ? "" : said);
        }
    }

    @Test
    void namesOfColumnsThatAreMadeOfUsualOnes() throws IOException {
        for (String header : List.of("review_text,label", "id,상담내용,분류", "text,topic", "text,kind,label")) {
            int columns = header.split(",").length;
            StringBuilder table = new StringBuilder(header + "\n");
            for (int i = 0; i < 12; i++) {
                String label = i % 2 == 0 ? "a" : "b";
                table.append(
                        columns == 2
                                ? "some words %d,%s\n".formatted(i, label)
                                : header.startsWith("id")
                                        ? "%d,어떤 말 %d,%s\n".formatted(i, i, label)
                                        : "words %d,x,%s\n".formatted(i, label));
            }
            Splits<Text> splits = TextData.open(write(root, "t.csv", table.toString()));
            assertThat(splits.labels()).as(header).containsExactly("a", "b");
            assertThat(splits.train().size() + splits.validation().size()).isEqualTo(12);
        }
    }

    @Test
    void aHeaderOfUnknownNamesIsNotGuessed() throws IOException {
        assertStop(
                        "headline,topic\nIt broke on day one,bad\nIt works very well,good\nIt works at home,good\nSo so today,mixed\n")
                .hasMessageContaining("line 1: 'topic'")
                .hasMessageContaining("looks like a header");
        Path tags = write(root, "g.csv", "headline,topics\nIt broke on day one,a|b\nIt works very well,b\nIt is,a\n");
        assertThatThrownBy(() -> TextData.open(tags, TextOptions.defaults().withLabelSeparator("|")))
                .hasMessageContaining("line 1: 'topics'");
    }

    /// As in TREC and 3i4k.
    @Test
    void theLabelFirstWithoutAHeader() throws IOException {
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            table.append(i % 3).append("\twhat is question ").append(i).append(" about\n");
        }
        assertStop("t.tsv", table.toString())
                .hasMessageContaining("its column 2 has 20 different values in 20 rows")
                .hasMessageContaining("--text 2 --label 1");
        TextOptions swapped = TextOptions.defaults().withTextColumn("2").withLabelColumn("1");
        assertThat(TextData.open(root.resolve("t.tsv"), swapped).labels()).containsExactly("0", "1", "2");
    }

    @Test
    void aClassForEachText() throws IOException {
        StringBuilder table = new StringBuilder("text,id,label\n");
        for (int i = 0; i < 12; i++) {
            table.append("words ").append(i).append(",x,name ").append(i).append('\n');
        }
        assertStop(table.toString()).hasMessageContaining("found 12 classes for 12 texts, which is probably a mistake");
    }

    @Test
    void aClassThatIsCalledLikeAColumn() throws IOException {
        assertStop("text,label\ngood,a\nbad,b\nText,Label \nfine,a\n")
                .hasMessageContaining("t.csv line 4: label 'Label' is the name of a column, not a class");
        assertStop("text,label\ngood,a\nbad,b\nSentence,LABEL\nfine,a\n")
                .hasMessageContaining("label 'LABEL' is the name of a column, not a class");
        Splits<Text> repeated = open("text,label\ngood,a\nbad,b\ntext,label\nfine,a\nno,b\n");
        assertThat(repeated.problems()).containsExactly(new Problem("t.csv line 4", "repeats the header"));
    }

    /// Names of intents are words that name columns elsewhere.
    @Test
    void aClassMayBeCalledLikeAColumn() throws IOException {
        String rows = "tell my mother i am late,text\nwhat is my balance,balance\n".repeat(3)
                + "who is that,label\ntext,balance\nlate again says the text,text\n";
        assertThat(open("text,label\n" + rows).labels()).containsExactly("balance", "label", "text");
        Splits<Text> headless = open(rows);
        assertThat(headless.labels()).containsExactly("balance", "label", "text");
        assertThat(headless.all().size()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\N", "NULL", "null", "None", "N/A", "#N/A", "<NA>", "NaN", "nan", "NA", " NaN\u00a0"})
    void wordsForAMissingLabel(String word) throws IOException {
        String table = rows(8) + "missing," + word + "\nalso," + word + "\n";
        Splits<Text> splits = open(table);
        assertThat(splits.labels()).containsExactly("a", "b");
        assertThat(splits.problems())
                .hasSize(2)
                .allMatch(problem -> problem.reason().contains("--keep-na"));
        assertThat(splits.summary().line()).endsWith("left out: 2 (2 no label)");
        Splits<Text> kept =
                TextData.open(root.resolve("t.csv"), TextOptions.defaults().withKeepMissing(true));
        assertThat(kept.labels()).contains(word.strip().replace("\u00a0", ""));
    }

    @Test
    void oneNameForALabel() throws IOException {
        String composed = "긍정";
        String parts = java.text.Normalizer.normalize(composed, java.text.Normalizer.Form.NFD);
        Splits<Text> splits = open("text,label\n1 a,부정\n2 b," + composed + "\n3 c," + parts + "\n4 d,\u200b" + composed
                + "\u00a0\n5 e,부정\u3000\n6 f,\uFEFF부정\n");
        assertThat(splits.labels()).containsExactly(composed, "부정");
        assertThat(open("text,label\na,1.0\nb,0\nc,1\nd,0.0\n").labels()).containsExactly("0", "1");
        assertThat(open("text,label\na,1.5\nb,0\nc,1.5\nd,0\n").labels()).containsExactly("0", "1.5");
    }

    @Test
    void signsAndCaseAreAskedAbout() throws IOException {
        assertThat(open("text,label\na,yes\nb,no\nc,Yes\nd,-1\ne,y es\nf,no\ng,1\n")
                        .notes())
                .contains(
                        "labels that differ only in case or blanks are separate classes: yes (1), Yes (1), y es (1)",
                        "label -1 (1 text) is used as a class; if it means that there is no label, remove these rows");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "\"['joy', 'anger']\" ! ['joy'] ! \"['anger', \"\"it's\"\"]\" ! anger;it's;joy",
                "\"[\"\"joy\"\", \"\"anger\"\"]\" ! \"[\"\"joy\"\"]\" ! [] ! anger;joy",
                "\"[1, 14]\" ! [1] ! [14] ! 1;14",
                "[1 14] ! [1] ! [14] ! 1;14",
                "\"{'joy', 'anger'}\" ! {'joy'} ! {'anger'} ! anger;joy",
            })
    void listsAreSeveralLabels(String first, String second, String third, String labels) throws IOException {
        Splits<Text> splits =
                open("text,labels\na," + first + "\nb," + second + "\nc," + third + "\nd," + second + "\n");
        assertThat(splits.task()).isEqualTo(Task.MULTI_LABEL_CLASSIFICATION);
        assertThat(splits.labels()).containsExactly(labels.split(";"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "\"1,14\" ! 1 ! 14 ! --label-separator \",\"",
                "\"1,14\" ! 27 ! \"2,27\" ! --label-separator \",\"",
                "joy|anger ! joy ! anger ! --label-separator \"|\"",
                "joy;anger ! anger;joy ! joy ! --label-separator \";\"",
                "\"[1, 0, 1]\" ! \"[0, 0, 1]\" ! \"[0, 1, 0]\" ! write one column per label",
                "1 0 1 ! 0 0 1 ! 0 1 0 ! write one column per label",
            })
    void severalLabelsInACellStop(String first, String second, String third, String said) throws IOException {
        assertStop("text,labels\na," + first + "\nb," + second + "\nc," + third + "\nd," + first + "\n")
                .hasMessageContaining(said);
    }

    /// As Excel leaves them behind.
    @Test
    void emptyColumnsAndRows() throws IOException {
        Splits<Text> splits = open("text,label,,\n" + "good,a,,\nbad,b,,\n".repeat(3) + ",,,\n,,,\n");
        assertThat(splits.problems()).isEmpty();
        assertThat(splits.summary().line())
                .isEqualTo("text from column text, label from column label; 2 classes: a (3), b (3)");
    }

    @Test
    void titlesInKorean() throws IOException {
        Splits<Text> splits = open("고객 의견 조사,,\n2024년 4월,,\n\n번호,의견,분류\n" + "1,좋다,칭찬\n2,싫다,불만\n".repeat(3));
        assertThat(splits.labels()).containsExactly("불만", "칭찬");
        assertThat(splits.notes().getFirst()).endsWith("skipped 2 lines above the table: 고객 의견 조사; 2024년 4월");
    }

    @Test
    void labelsWithSeparatorsInThemAreLabels() throws IOException {
        assertThat(open("text\tlabel\na\tBooks, used\nb\tBooks, new\nc\tToys, used\nd\tBooks, used\n")
                        .labels())
                .hasSize(3);
    }

    @Test
    void partsByTheirNames() throws IOException {
        write(root, "ratings_train.txt", "id\tdocument\tlabel\n" + "1\t좋은 영화\t1\n2\t나쁜 영화\t0\n".repeat(3));
        write(root, "dev_matched.tsv", "id\tdocument\tlabel\n1\t하나 더\t1\n2\t둘 더\t0\n");
        write(root, "dev_mismatched.tsv", "id\tdocument\tlabel\n1\t셋 더\t1\n2\t넷 더\t0\n");
        write(root, "ratings_test.txt", "id\tdocument\tlabel\n1\t끝\t-1\n2\t끝 둘\t-1\n");
        write(root, "notes.txt", "just words\n");
        Splits<Text> splits = TextData.open(root);
        assertThat(splits.train().size()).isEqualTo(6);
        assertThat(splits.validation().size()).isEqualTo(2);
        assertThat(splits.test()).isEmpty();
        assertThat(splits.notes()).contains("ratings_test.txt has no labels: the test part is left out");
        assertThat(splits.summary().line()).contains("not used: column id, file dev_mismatched.tsv, file notes.txt");
    }

    /// As the newsgroups lie: longer names of parts, files without an ending.
    @Test
    void foldersByLongerNames() throws IOException {
        for (int i = 0; i < 4; i++) {
            write(root, "news-bydate-train/" + (i % 2 == 0 ? "space/" : "autos/") + i, "words " + i);
            write(root, "news-bydate-test/" + (i % 2 == 0 ? "space/" : "autos/") + i, "other words " + i);
        }
        Splits<Text> splits = TextData.open(root);
        assertThat(splits.labels()).containsExactly("autos", "space");
        assertThat(splits.test().orElseThrow().size()).isEqualTo(4);
    }

    @Test
    void aDamagedFileAmongOthersIsLeftOut() throws IOException {
        for (int i = 0; i < 6; i++) {
            write(root, (i % 2 == 0 ? "good/" : "bad/") + i + ".txt", "words " + i);
        }
        Files.write(root.resolve("bad/9.txt"), new byte[] {'a', (byte) 0xFF, 'b'});
        Files.write(root.resolve("bad/8.txt"), "PAR1".getBytes(StandardCharsets.UTF_8));
        Splits<Text> splits = TextData.open(root);
        assertThat(splits.problems()).extracting(Problem::where).containsExactly("bad/8.txt", "bad/9.txt");
        assertThat(splits.problems().getFirst().reason())
                .startsWith("expected a table or lines of text, found a Parquet");
    }

    private Splits<Text> open(String table) throws IOException {
        String name = table.lines().findFirst().orElse("").contains("\t") ? "t.tsv" : "t.csv";
        return TextData.open(write(root, name, table));
    }

    private AbstractThrowableAssert<?, ?> assertStop(String table) throws IOException {
        return assertStop("t.csv", table);
    }

    private AbstractThrowableAssert<?, ?> assertStop(String name, String table) throws IOException {
        Path file = write(root, name, table);
        return assertThatThrownBy(() -> TextData.open(file)).isInstanceOf(DataException.class);
    }
}
