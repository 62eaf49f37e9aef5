package dev.graft.data.alike;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.Datasets;
import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ExampleId;
import dev.graft.data.Labelled;
import dev.graft.text.Text;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinkedTest {
    @Test
    void whatHangsTogetherOverOthersIsOneGroup() {
        Linked linked = Linked.none(7);
        linked.link(5, 2);
        linked.link(6, 1);
        linked.link(2, 4);
        assertThat(linked.areLinked(4, 5)).isTrue();
        assertThat(linked.areLinked(1, 5)).isFalse();
        assertThat(linked.groups()).containsExactly(List.of(1, 6), List.of(2, 4, 5));
    }

    @Test
    void theSameContentIsToldByItsChecksumAndNotByNone() {
        List<ExampleId> examples = Stream.of("aa", "", "bb", "aa", "", "cc", "bb", "aa")
                .map(sha256 -> ExampleId.ofFile("any", sha256))
                .toList();
        assertThat(SameContent.groups(examples)).containsExactly(List.of(0, 3, 7), List.of(2, 6));
    }

    /// A copy pulls the whole group of its original along, and who belongs to nothing stays alone.
    @Test
    void copiesJoinTheGroupsOfTheData() {
        Dataset<Text> texts = Datasets.of(List.of(
                Labelled.of("a", Text.of("a"), "x").inGroup("lot"),
                Labelled.of("b", Text.of("b"), "y").inGroup("lot"),
                Labelled.of("c", Text.of("c"), "x"),
                Labelled.of("d", Text.of("d"), "y")));
        Linked copies = Linked.none(4);
        copies.link(1, 2);

        List<String> groups =
                copies.together(texts).examples().stream().map(Example::group).toList();

        assertThat(groups.subList(0, 3)).containsOnly(groups.getFirst());
        assertThat(groups.getLast()).isNotEqualTo(groups.getFirst());
        assertThat(Linked.byName(List.of("p", "", "p", "")).groups()).containsExactly(List.of(0, 2));
    }
}
