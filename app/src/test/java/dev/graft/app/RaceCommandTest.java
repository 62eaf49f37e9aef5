package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceCommandTest {
    @TempDir
    private Path photos;

    @Test
    void whatIsForARaceAloneIsRefusedWithoutOne() {
        graft("train", photos, "--budget", "5m").isRefusedWith("--budget: is for --strategy auto");
        graft("plan", photos, "--arms", "features").isRefusedWith("--arms: is for --strategy auto");
    }

    @Test
    void anArmThatIsNoneIsRefusedBeforeDataAreRead() {
        graft("train", photos, "--strategy", "auto", "--arms", "best")
                .isRefusedWith("--arms: expected some of features,last-stage", "found 'best'");
    }

    @Test
    void whatTakesOneStrategyRefusesARace() {
        graft("find-lr", photos, "--strategy", "auto").isRefusedWith("--strategy auto", "name one of them");
        graft("train", photos, "--strategy", "auto", "--compare-scratch").isRefusedWith("--compare-scratch");
        graft("plan", "--strategy", "auto").isRefusedWith("--strategy auto: expected DATA");
    }
}
