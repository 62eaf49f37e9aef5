package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupHintTest {
    /// Of one group, after the other by `%d`; the members by `%02d`.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lot%d_%02d.jpg",
                "patient-%d_slice%02d.png",
                "IMG_2024030%d_%02d1530.jpg",
                "cam%d_frame00%02d.png",
                "로트 %d (%02d).jpg",
                "%d.%02d.tif",
                "part-%d-view-%02d.jpeg"
            })
    void runningNumbersBehindSomethingAreGroups(String form) {
        List<String> names = names(form, 6, 4);
        GroupHint hint = GroupHint.of(classes(names, names.size())).orElseThrow();
        assertThat(hint.groups()).isEqualTo(6);
        assertThat(hint.examples()).isEqualTo(24);
        assertThat(hint.members()).containsExactlyElementsOf(names.subList(0, 3));
        // and it is one that can be given
        SplitOptions.Groups groups = new SplitOptions.Groups("", Pattern.compile(hint.pattern()));
        assertThat(groups.areWanted()).isTrue();
    }

    @Test
    void sidesOfOnePartAreGroups() {
        List<String> names = IntStream.range(0, 10)
                .boxed()
                .flatMap(i -> Stream.of("part%03d_left.png".formatted(i), "part%03d_right.png".formatted(i)))
                .toList();
        GroupHint hint = GroupHint.of(classes(names, 20)).orElseThrow();
        assertThat(hint.groups()).isEqualTo(10);
        assertThat(hint.members()).containsExactly("part000_left.png", "part000_right.png");
    }

    @Test
    void foldersAreNoPartOfIt() {
        List<String> names = Stream.concat(
                        names("v1_2.x/ok/lot%d_%02d.jpg", 6, 4).stream(),
                        names("v1_2.x/bad/lot%d_%02d.jpg", 6, 2).stream())
                .toList();
        assertThat(GroupHint.of(classes(names, names.size())).orElseThrow().groups())
                .isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"IMG_%02d%02d.jpg", "%d%02d.jpg", "a%db%02dc.jpg", "n01440764_%d%02d.JPEG", "x%d_%02d/a.jpg"})
    void otherNamesSayNothing(String form) {
        assertThat(GroupHint.of(classes(names(form, 6, 4), 24))).isEmpty();
    }

    /// The class of each is in its name: to keep a group together would be to keep a class together.
    @Test
    void aNameThatIsTheClassIsNoGroup() {
        List<String> names = Stream.of("crazing", "scratch")
                .flatMap(name -> IntStream.range(0, 12).mapToObj(i -> name + "/" + name + "_" + i + ".jpg"))
                .toList();
        assertThat(GroupHint.of(classes(names, 12))).isEmpty();
    }

    @Test
    void oneOtherNameOrKnownGroupsOrATableIsNoHint() {
        List<String> names = new ArrayList<>(names("lot%d_%02d.jpg", 6, 4));
        assertThat(GroupHint.of(classes(names, 24))).isPresent();
        Dataset<String> known = classes(names, 24);
        assertThat(GroupHint.of(known.with(known.examples().stream()
                        .map(example -> new Example<>(example.input(), example.target(), example.id(), "lot"))
                        .toList())))
                .isEmpty();
        assertThat(GroupHint.of(known.with(known.examples().stream()
                        .map(example -> new Example<>(
                                example.input(),
                                example.target(),
                                new ExampleId(example.id().file(), 3, "")))
                        .toList())))
                .isEmpty();
        names.add("cover.jpg");
        assertThat(GroupHint.of(classes(names, 24))).isEmpty();
    }

    @Test
    @NeedsShared("data/images/neu-steel")
    void publishedPhotosAreNotTakenForGroups() {
        ImageOptions headers = ImageOptions.defaults().withCheck(ImageOptions.Check.HEADERS);
        assertThat(GroupHint.of(ImageData.open(Shared.path("data/images/neu-steel"), headers)
                        .all()))
                .isEmpty();
    }

    private static List<String> names(String form, int groups, int members) {
        return IntStream.range(0, groups)
                .boxed()
                .flatMap(group -> IntStream.range(0, members).mapToObj(member -> form.formatted(group, member)))
                .toList();
    }

    /// Two classes in turn, or so many of the first before those of the second.
    private static Dataset<String> classes(List<String> names, int first) {
        return Dataset.ofClasses(
                IntStream.range(0, names.size())
                        .mapToObj(i -> new Example<>(
                                names.get(i),
                                new Target.Single(first < names.size() ? (i < first ? 0 : 1) : i % 2),
                                ExampleId.ofFile(names.get(i), "")))
                        .toList(),
                List.of("ok", "bad"));
    }
}
