package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Reviews that a program puts together, and an encoder that learns from them in a moment.
final class ToyEncoder {
    private static final int TEXTS = 200;
    private static final List<String> GOOD = List.of("재미있게 봤다", "정말 좋은 영화", "최고의 연기", "감동적인 이야기");
    private static final List<String> BAD = List.of("지루하고 길다", "시간이 아까운 영화", "최악의 각본", "돈이 아깝다");
    private static final List<String> FILLERS = List.of("어제", "친구와", "극장에서", "혼자", "다시", "오늘", "가족과");

    private ToyEncoder() {}

    /// A file of them without labels.
    static Path texts(Path folder) throws IOException {
        return Files.write(folder.resolve("새 글.txt"), all());
    }

    /// The same in a table, good and bad in turns.
    static Path reviews(Path folder) throws IOException {
        List<String> rows = new ArrayList<>(List.of("text,label"));
        for (String text : all()) {
            rows.add('"' + text + "\"," + (rows.size() % 2 == 1 ? "긍정" : "부정"));
        }
        return Files.write(folder.resolve("reviews.csv"), rows);
    }

    private static List<String> all() {
        SplittableRandom random = new SplittableRandom(1);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            List<String> opinions = i % 2 == 0 ? GOOD : BAD;
            texts.add(any(FILLERS, random) + " " + any(opinions, random) + " " + any(FILLERS, random));
        }
        return texts;
    }

    private static String any(List<String> choices, SplittableRandom random) {
        return choices.get(random.nextInt(choices.size()));
    }

    /// A new encoder of one layer: four slices of two passes.
    static CommandLineRun adapt(Path texts, Path out) {
        return graft(
                "adapt",
                "--new",
                texts,
                "--vocabulary",
                200,
                "--layers",
                1,
                "--width",
                32,
                "--heads",
                2,
                "--epochs",
                2,
                "--checkpoints",
                2,
                "--lr",
                "5e-3",
                "--max-length",
                24,
                "--out",
                out);
    }
}
