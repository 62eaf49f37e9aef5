package dev.graft.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.ImageEncoder;
import dev.graft.data.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextSampleTest {
    @TempDir
    private Path folder;

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private void picture(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageEncoder.write(Image.of(2, 2, 3, new byte[12]), file);
    }

    @ParameterizedTest
    @CsvSource({
        "'text,label\n재미있게 봤습니다,positive\n시간이 아깝다,negative\n', true",
        "'id\tdocument\tlabel\n1\t최고의 film\t1\n2\t돈이 아깝다\t0\n', true",
        "'question,category\nWhere is my card?,card\n카드,card\n', false",
        "'{\"text\": \"정말 좋은 영화\", \"label\": 1}\n{\"text\": \"지루하다\", \"label\": 0}\n', true",
        "'__label__good very good\n__label__bad quite bad\n', false",
        "'text,label\n12345,1\n67890,0\n', false"
    })
    void aTableOfTextsSaysInWhichLetters(String content, boolean korean) throws IOException {
        Path table = write("data.csv", content);
        assertThat(TextSample.of(table)).map(TextSample::isKorean).contains(korean);
    }

    /// Whether its files are there or not: who reads it says which are missing.
    @ParameterizedTest
    @ValueSource(strings = {"file,label\na.jpg,good\nb.jpg,bad\n", "x,y\nphotos/1.PNG,1\n", "a.tif;good\nb.tif;bad\n"})
    void aTableThatNamesImagesIsNone(String content) throws IOException {
        assertThat(TextSample.of(write("data.csv", content))).isEmpty();
    }

    /// Known by its content alone, as where a column has names without an ending.
    @Test
    void aTableOfImagesWithoutEndingsIsNone() throws IOException {
        picture("one.png");
        Files.move(folder.resolve("one.png"), folder.resolve("one"));
        assertThat(TextSample.of(write("data.csv", "id,label\none,good\ntwo,bad\n")))
                .isEmpty();
    }

    @Test
    void aFolderOfTablesIsToldByItsTrainingPart() throws IOException {
        write("train.csv", "text,label\n좋은 영화,1\n나쁜 영화,0\n");
        write("test.csv", "text,label\na film,1\n");
        assertThat(TextSample.of(folder)).map(TextSample::isKorean).contains(true);
    }

    @Test
    void aFolderOfClassesOfTextFilesIsOneOfTexts() throws IOException {
        write("train/good/1.txt", "정말 좋은 영화");
        assertThat(TextSample.of(folder)).isEmpty(); // one folder is no classes
        write("train/bad/1.txt", "지루하고 길다");
        assertThat(TextSample.of(folder)).map(TextSample::isKorean).contains(true);
        picture("train/bad/2.png");
        assertThat(TextSample.of(folder)).isEmpty();
    }

    @Test
    void whatIsNeitherIsLeftToWhoReadsIt() throws IOException {
        write("notes.txt", "a line");
        assertThat(TextSample.of(folder)).isEmpty();
        assertThat(TextSample.of(folder.resolve("nothing"))).isEmpty();
        assertThat(TextSample.of(write("data.xlsx", "PK\u0003\u0004"))).isEmpty();
    }
}
