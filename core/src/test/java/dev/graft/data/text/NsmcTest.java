package dev.graft.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Dataset;
import dev.graft.data.Splits;
import dev.graft.data.Task;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import dev.graft.text.Text;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The Naver movie reviews: 50,000 lines in which quotes are part of the text.
@NeedsShared("data/text/nsmc")
class NsmcTest {
    @Test
    void everyReviewIsRead() {
        Splits<Text> splits = TextData.open(Shared.path("data/text/nsmc"));
        assertThat(splits.layout()).isEqualTo("files of texts");
        assertThat(splits.task()).isEqualTo(Task.SINGLE_LABEL_CLASSIFICATION);
        assertThat(splits.labels()).containsExactly("negative", "positive");
        assertThat(splits.train().size()).isEqualTo(40_000);
        assertThat(splits.validation().size()).isEqualTo(5_000);
        assertThat(splits.test().orElseThrow().size()).isEqualTo(5_000);
        assertThat(splits.problems()).isEmpty();
        assertThat(splits.splitOff()).isFalse();
        assertThat(splits.train().examples().getFirst().input().first())
                .isEqualTo("실제 저런 캠프가 있었데서 조금 더 썼다. 홀즈가 훨씬 낫다.");
        assertThat(splits.train().examples())
                .extracting(item -> item.input().first())
                .contains("\" \" ㅎ", "\"조조 히데오\"감독은 나름 내용에 의미는 부여 하는 듯!");
        assertThat(splits.notes())
                .allMatch(note -> note.contains("which makes the result look better than it is: ")
                        || note.contains("to train on twice with different labels: "));
    }

    @Test
    void groupingSavesMostOfThePadding() {
        Dataset<Text> train = TextData.open(Shared.path("data/text/nsmc")).train();
        TextLoader loader = TextLoader.of(train, new ToyTokenizer(), 32, 128).withShuffling(0);
        assertThat(loader.withGrouping(false).paddingShare(0)).isGreaterThan(0.4);
        assertThat(loader.paddingShare(0)).isLessThan(0.05);
        assertThat(List.of(loader.paddingShare(0), loader.paddingShare(1))).doesNotHaveDuplicates();
    }
}
