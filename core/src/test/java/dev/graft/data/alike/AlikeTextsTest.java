package dev.graft.data.alike;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.text.TextData;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import dev.graft.text.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlikeTextsTest {
    private static final String LONG =
            "The parcel came a week late, the box was torn open, and nobody answered my three letters about it.";

    private static List<Alike> links(String... texts) {
        return AlikeTexts.links(Stream.of(texts).map(Text::of).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    환불 되나요      | 환불 되나요?
                    환불 되나요      | 환불되나요
                    Where is it?    | WHERE IS IT
                    ＡＢＣ １２     | abc 12
                    café            | café
                    별로 😡          | 별로😡!!
                    1,000 points    | 1.000 points
                    """)
    void caseBlanksAndPunctuationSayNothing(String one, String other) {
        assertThat(links("something else", one, other)).containsExactly(new Alike(1, 2, 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    yes             | yet
                    good            | goods
                    1.5 mm          | 15 mm
                    별로 😡          | 별로 😀
                    환불 되나요      | 환불 됐나요
                    I like it       | I do not like it
                    ...             | ...
                    """)
    void shortTextsAreAlikeOnlyIfTheyAreTheSame(String one, String other) {
        assertThat(links(one, other)).isEmpty();
    }

    @Test
    void longTextsMayDifferALittle() {
        for (String other : List.of(
                LONG.replace("torn", "tornn"),
                LONG.replace("answered my", "ever answered my"),
                LONG.replace("three ", ""),
                LONG.substring(0, 60) + "...",
                "만족 " + LONG)) {
            List<Alike> found =
                    links("Nothing like it, whatever somebody may say of letters and boxes and parcels", LONG, other);
            assertThat(found).as(other).hasSize(1);
            assertThat(found.getFirst().first()).isEqualTo(1);
            assertThat(found.getFirst().likeness()).isBetween(AlikeTexts.LIKENESS, 0.99);
        }
        assertThat(links(
                        LONG,
                        "The parcel came. The box was fine, and three people answered my letter about it a week ago."))
                .isEmpty();
        assertThat(links("The parcel came a week", LONG)).isEmpty();
    }

    /// So begin all of them, which says nothing of any.
    @Test
    void aCommonBeginningIsNoCopy() {
        String begin = "Thank you very much for your message to our customer service";
        assertThat(links(begin, begin + ". Your order has been sent and will arrive on Monday."))
                .hasSize(1);
        assertThat(links(
                        begin,
                        begin + ". Your order has been sent and will arrive on Monday.",
                        begin + ". We are sorry: what you asked for is sold out for the time being.",
                        begin + ". For questions on invoices please write to somebody else instead.",
                        begin + ". It is Christmas, and all of us are with our families, or on a ship."))
                .isEmpty();
    }

    @Test
    void twoPairsThatShareALongTextAreNotAlike() {
        List<Text> pairs = List.of(
                Text.pair(LONG, "The sender is happy."),
                Text.pair(LONG, "Nobody wrote."),
                Text.pair(LONG.toUpperCase(Locale.ROOT), "the sender is happy"),
                Text.of(LONG));
        assertThat(AlikeTexts.links(pairs)).containsExactly(new Alike(0, 2, 1));
    }

    @Test
    void linksHangTogetherAndAreTheSameEachTime() {
        List<String> forms = new ArrayList<>(IntStream.range(0, 300)
                .mapToObj(i -> "Order number " + i * 7919 % 1009
                        + " was handed to the carrier and will arrive by tomorrow evening")
                .toList());
        forms.addAll(List.of("same", "Same!", "SAME"));
        Collections.shuffle(forms, new Random(3));
        List<Alike> found = links(forms.toArray(String[]::new));
        assertThat(found).hasSize(299 + 2).isEqualTo(links(forms.toArray(String[]::new)));
        Linked linked = Linked.none(forms.size());
        found.forEach(pair -> linked.link(pair.first(), pair.second()));
        assertThat(linked.groups()).extracting(List::size).containsExactlyInAnyOrder(300, 3);
    }

    /// Planted among ten thousand questions; hardly any of the others are named.
    @Test
    @NeedsShared("data/text/banking77/train.csv")
    void copiesAreFoundAmongRealQuestions() {
        List<Text> questions =
                new ArrayList<>(TextData.open(Shared.path("data/text/banking77/train.csv")).all().examples().stream()
                        .map(example -> example.input())
                        .toList());
        int count = questions.size();
        int named = AlikeTexts.links(questions).size();
        assertThat(named).isBetween(100, 200);
        List<Text> copied = questions.stream()
                .filter(text -> text.first().length() >= 80)
                .limit(50)
                .toList();
        copied.forEach(text -> questions.add(
                Text.of("Well " + text.first().toUpperCase(Locale.ROOT).replaceFirst("[AEO]", "x"))));
        assertThat(AlikeTexts.links(questions))
                .filteredOn(pair -> pair.second() >= count)
                .hasSizeGreaterThanOrEqualTo(45);
    }
}
