package dev.graft.data.demo;

import dev.graft.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Writes short Korean film reviews, good and bad: a small task with texts. They are put together by a
/// program, from phrases that were written for it. Opinions in the validation part are in other words than those in the
/// training part: who
/// knows the language can tell them, who has only seen the training part cannot. The same seed writes the same reviews.
public final class FilmReviews {
    /// Reviews of each class in the validation part.
    public static final int VALIDATION = 100;

    private static final List<String> OPENINGS = List.of(
            "주말에 친구와 봤는데",
            "어제 극장에서 봤다",
            "개봉하자마자 보고 왔다",
            "부모님과 함께 봤는데",
            "예고편만 보고 갔다",
            "배우 이름만 믿고 봤다",
            "집에서 혼자 봤는데",
            "오랜만에 영화를 봤다",
            "동생이 보자고 해서 봤다",
            "기다리던 영화라서",
            "비 오는 날에 봤다",
            "표가 생겨서 봤는데",
            "",
            "",
            "");

    private static final List<String> GOOD = List.of(
            "재밌게 봤어요",
            "감동적이었습니다",
            "연기가 훌륭했다",
            "또 보고 싶은 영화",
            "시간 가는 줄 몰랐다",
            "강력 추천합니다",
            "눈물이 났어요",
            "배우들이 멋지다",
            "음악이 아름답다",
            "지루할 틈이 없었다",
            "정말 좋은 영화",
            "최고였어요",
            "보는 내내 행복했다",
            "기분이 좋아진다",
            "마음이 따뜻해졌다",
            "대박입니다");

    private static final List<String> OTHERS_GOOD = List.of(
            "여운이 오래 남는다",
            "기대 이상이었다",
            "웃음이 끊이지 않았다",
            "명작입니다",
            "완전 꿀잼",
            "연출이 뛰어나다",
            "몰입해서 봤다",
            "제 인생 영화입니다",
            "잘 만든 작품이다",
            "가슴이 뭉클했다",
            "모두에게 권하고 싶다",
            "별 다섯 개",
            "너무 재미있었다",
            "배우의 열연에 박수",
            "두 번 봐도 즐겁다",
            "사랑스러운 영화");

    private static final List<String> BAD = List.of(
            "지루했다",
            "시간이 아까웠다",
            "연기가 어색하다",
            "돈이 아깝다",
            "스토리가 엉망이다",
            "실망했습니다",
            "졸면서 봤다",
            "억지스러운 전개",
            "유치하다",
            "재미없어요",
            "최악의 영화",
            "보다가 나왔다",
            "이해가 안 되는 내용",
            "너무 길고 지겹다",
            "감동도 없다",
            "비추합니다");

    private static final List<String> OTHERS_BAD = List.of(
            "하품만 나왔다",
            "기대 이하였다",
            "개연성이 없다",
            "쓰레기 같은 영화",
            "절대 보지 마세요",
            "허무한 결말",
            "짜증만 났다",
            "완전 노잼",
            "뻔한 이야기다",
            "왜 만들었는지 모르겠다",
            "돈 버렸다",
            "발연기 때문에 망했다",
            "별 한 개도 아깝다",
            "끝까지 보기 힘들었다",
            "한심한 각본",
            "아무 재미도 없다");

    private static final List<String> ENDINGS = List.of("", ".", "!", "...", "ㅎㅎ", "~", "!!", " 끝.");

    private FilmReviews() {}

    /// Writes `train.tsv` and `validation.tsv` with the columns text and label.
    ///
    /// @param perClass reviews of each class in the training part
    /// @throws DataException            if the folder cannot be written to
    /// @throws IllegalArgumentException if there shall be none
    public static void write(Path folder, int perClass, long seed) {
        if (perClass < 1) {
            throw new IllegalArgumentException("reviews per class: expected at least 1, found " + perClass);
        }
        try {
            Files.createDirectories(folder);
            SplittableRandom random = new SplittableRandom(seed);
            Files.write(folder.resolve("train.tsv"), rows(GOOD, BAD, perClass, random));
            Files.write(folder.resolve("validation.tsv"), rows(OTHERS_GOOD, OTHERS_BAD, VALIDATION, random));
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be written to: " + e.getMessage(), e);
        }
    }

    private static List<String> rows(List<String> good, List<String> bad, int perClass, SplittableRandom random) {
        List<String> rows = new ArrayList<>(List.of("text\tlabel"));
        for (int i = 0; i < perClass; i++) {
            rows.add(review(good, i, random) + "\tpositive");
            rows.add(review(bad, i, random) + "\tnegative");
        }
        return rows;
    }

    private static String review(List<String> opinions, int number, SplittableRandom random) {
        String opinion = opinions.get(number % opinions.size());
        return (any(OPENINGS, random) + " " + opinion + any(ENDINGS, random)).strip();
    }

    private static String any(List<String> choices, SplittableRandom random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
