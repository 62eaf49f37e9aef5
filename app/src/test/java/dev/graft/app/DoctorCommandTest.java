package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DoctorCommandTest {
    @Test
    void findsThisMachineFine() {
        CommandLineRun run = graft("doctor").succeeds();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).allMatch(line -> line.startsWith("ok "));
        assertThat(run.out()).contains("jdk ", "libtorch ", "opencv ", "cache ", "network ", "threads ", "device ");
    }

    @Test
    void saysItToMachines() {
        JsonNode checks = graft("doctor", "--json").succeeds().json();
        assertThat(checks).hasSizeGreaterThan(7);
        for (JsonNode check : checks) {
            assertThat(check.propertyNames()).containsExactly("name", "fine", "found", "remedy");
            assertThat(check.get("fine").asBoolean()).as(check.toString()).isTrue();
        }
    }

    @Test
    void saysWhetherItIsOffline() {
        assertThat(graft("doctor", "--offline").succeeds().out()).contains("offline");
    }
}
