package dev.graft.data;

import java.util.List;

/// What columns of tables are usually called, in English and Korean, in the form that [#plain] gives.
public final class UsualNames {
    /// Of labels.
    public static final List<String> LABEL =
            words("label labels class target category gold_label sentiment intent 라벨 레이블 분류 정답 카테고리 감정 감성");

    /// Of the part that a row is in.
    public static final List<String> SPLIT = words("split part subset");

    /// Of an image's file.
    static final List<String> PATH = words("path file image filename filepath image_path file_name file_path image_name"
            + " image_file img img_path 파일 파일명 이미지 경로 사진");

    private UsualNames() {}

    /// The words of a line.
    public static List<String> words(String words) {
        return List.of(words.split(" "));
    }

    /// As names are compared: `Text Pair` is `text_pair`.
    public static String plain(String name) {
        return Separators.plain(name);
    }
}
