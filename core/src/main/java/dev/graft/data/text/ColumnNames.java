package dev.graft.data.text;

import dev.graft.data.Understood;
import dev.graft.data.UsualNames;
import dev.graft.text.NearNames;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What columns are usually called, in English and Korean. Where a file has several of a list, the first counts.
final class ColumnNames {
    static final List<String> TEXT =
            UsualNames.words("text sentence document review content comment comments body message tweet "
                    + "utterance 문장 텍스트 내용 본문 리뷰 댓글 후기 문서 발화 question 질문 sentence1 text1 premise title "
                    + "제목");

    static final List<String> LABEL = UsualNames.LABEL;

    /// For numbers.
    static final List<String> VALUE = UsualNames.words("score rating value 점수 평점 별점");

    static final List<String> SPLIT = UsualNames.SPLIT;

    /// Of what is neither text nor label, but tells a header.
    static final List<String> OTHER = UsualNames.words("id idx index no date time author user title 번호 날짜 작성자 아이디");

    private static final Set<String> ENDINGS = Set.of("내용", "본문", "문장", "텍스트", "리뷰", "댓글", "후기", "의견", "문의", "민원");

    /// Whether a name is made of one for a text: `comment_text`, `상담내용`.
    static boolean isText(String name) {
        List<String> words = List.of(plain(name).split("[_.]"));
        return words.contains("text")
                || (words.size() == 2 && (words.contains("content") || words.contains("body")))
                || ENDINGS.stream().anyMatch(plain(name)::endsWith);
    }

    /// Two texts that belong together.
    record Couple(String first, String second) {}

    static final List<Couple> COUPLES = List.of(
            new Couple("text", "text_pair"),
            new Couple("sentence1", "sentence2"),
            new Couple("text1", "text2"),
            new Couple("text_a", "text_b"),
            new Couple("premise", "hypothesis"),
            new Couple("question", "answer"),
            new Couple("question", "sentence"),
            new Couple("question1", "question2"),
            new Couple("문장1", "문장2"),
            new Couple("텍스트1", "텍스트2"),
            new Couple("전제", "가설"),
            new Couple("질문", "답변"));

    private static final Set<String> KEYWORDS = Set.of(TextOptions.AUTO, TextOptions.NONE);

    private ColumnNames() {}

    /// As names are compared: `Text Pair` is `text_pair`.
    static String plain(String name) {
        return UsualNames.plain(name);
    }

    /// Names that tell a header, and with it the separator: usual ones, and those that are asked for.
    static List<String> expected(TextOptions options) {
        TextOptions.Columns asked = options.columns();
        Stream<String> named = Stream.concat(
                Stream.of(asked.text(), asked.pair()).filter(name -> !KEYWORDS.contains(name)),
                asked.labels().stream());
        Understood trained = options.trained();
        return Stream.of(
                        TEXT.stream(),
                        LABEL.stream(),
                        COUPLES.stream().map(Couple::first),
                        named,
                        trained == null ? Stream.<String>of() : Stream.of(trained.input()))
                .flatMap(names -> names)
                .map(ColumnNames::plain)
                .filter(name -> !name.matches("\\d*"))
                .toList();
    }

    /// The name somebody probably meant: at most one edit in three letters.
    static Optional<String> nearest(String name, Collection<String> candidates) {
        String plain = plain(name);
        return candidates.stream()
                .filter(candidate -> !candidate.isBlank() && candidate.length() < 100)
                .min(Comparator.comparingInt(candidate -> NearNames.edits(plain, plain(candidate))))
                .filter(candidate -> NearNames.edits(plain, plain(candidate)) <= Math.max(1, plain.length() / 3));
    }
}
