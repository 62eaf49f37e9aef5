package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Java for Linux as a program starts it that does not know of Graft's launcher.
@EnabledOnOs(OS.LINUX)
class FileNamesTest {
    @TempDir
    Path folder;

    /// Prints the classes of a folder, or why there are none.
    static final class Listing {
        private Listing() {}

        public static void main(String[] args) {
            try {
                Path data = Path.of(args[0]);
                boolean bySearch = args.length > 1; // by a name that cannot be handed over in this locale
                System.out.println(
                        bySearch
                                ? new FileSearch(data).find("가.png")
                                : PartFolders.folders(data).stream()
                                        .map(Path::getFileName)
                                        .toList());
            } catch (DataException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=POSIX", "LANG=ko_KR.NOT-INSTALLED"})
    void koreanNamesAreNotMerged(String locale) throws Exception {
        for (String name : List.of("긁힘", "좋음", "찍힘없음")) {
            Files.createDirectory(folder.resolve(name));
        }

        assertThat(started(locale, folder.toString()))
                .startsWith(folder + "/")
                .contains(": letters of this name are lost, because Java was started for file names in ANSI_X3.4-1968")
                .endsWith("; start it again with LC_ALL=C.UTF-8 in its environment");
        assertThat(started("LC_ALL=C.UTF-8", folder.toString())).contains("긁힘", "좋음", "찍힘없음");
    }

    @Test
    void namesInAsciiGoOn() throws Exception {
        Files.createDirectory(folder.resolve("good?"));

        assertThat(started("LC_ALL=POSIX", folder.toString())).isEqualTo("[good?]");
    }

    @Test
    void aTablesKoreanNameIsNotJustMissing() throws Exception {
        Files.createFile(folder.resolve("가.png"));

        assertThat(started("LC_ALL=POSIX", folder.toString(), "search"))
                .contains("files with such names cannot be found")
                .endsWith("LC_ALL=C.UTF-8 in its environment");
    }

    private static String started(String locale, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Listing.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("LANG"));
        String[] pair = locale.split("=", 2);
        builder.environment().put(pair[0], pair[1]);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said.strip();
    }
}
