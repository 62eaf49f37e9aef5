package dev.graft.data.alike;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.ExampleId;
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
}
