package dev.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnsTest {
    @TempDir
    private Path scratch = Path.of("");

    private final List<String> progress = new ArrayList<>();

    /// A program that is a line of shell.
    private record Script(String name, String line) implements Program {
        @Override
        public String prepare(Setting setting, Launch launch) {
            return "sh";
        }

        @Override
        public Optional<Call> call(Row row, Setting setting, Path out) {
            return line.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Call(List.of("/bin/sh", "-c", line), Map.of("OUT", out.toString()), setting.scratch()));
        }

        @Override
        public Told read(Row row, String output) {
            return Told.of(output);
        }
    }

    @BeforeEach
    void needsAShell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "missing: /bin/sh");
    }

    private Setting setting() {
        return new Setting(scratch, scratch, scratch, scratch, new Texts(scratch), scratch, 1, 1, List.of());
    }

    private List<Entry> run(Row row, int runs, Program... programs) {
        return new Turns(setting(), new Launch(scratch), progress::add).run(row, List.of(programs), runs);
    }

    @Test
    void programsTakeTurns() throws Exception {
        run(
                Row.LAST_STAGE,
                2,
                new Script("a", "echo a >>order"),
                new Script("idle", ""),
                new Script("b", "echo b >>order"));
        assertThat(scratch.resolve("order")).content().isEqualTo("a\nb\na\nb\n");
    }

    @Test
    void whoDoesOtherWorkIsNotMeasured() {
        List<Entry> entries = new Turns(setting(), new Launch(scratch), progress::add)
                .run(
                        Row.LAST_STAGE,
                        List.of(new Script("other", "echo x >>ran"), new Script("same", "true")),
                        Map.of("other", "not resnet18"),
                        1);
        assertThat(entries.get(0).failure()).contains("not resnet18");
        assertThat(entries.get(1).outcomes()).hasSize(1);
        assertThat(scratch.resolve("ran")).doesNotExist();
    }

    @Test
    void othersBesideEndWithIt() throws Exception {
        long before = ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .count();
        try (Beside beside = new Beside(2)) {
            assertThat(ProcessHandle.current()
                            .children()
                            .filter(ProcessHandle::isAlive)
                            .count())
                    .isEqualTo(before + 2);
        }
        for (int i = 0;
                i < 100
                        && ProcessHandle.current()
                                        .children()
                                        .filter(ProcessHandle::isAlive)
                                        .count()
                                > before;
                i++) {
            Thread.sleep(20);
        }
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(ProcessHandle::isAlive)
                        .count())
                .isEqualTo(before);
    }

    @Test
    void measuresWallTimeOrWhatAProgramTells() {
        Entry whole = run(Row.LAST_STAGE, 1, new Script("a", "sleep 0.2")).getFirst();
        assertThat(whole.samples(Row.LAST_STAGE).median()).isBetween(0.2, 20.0);
        Entry told = run(Row.FULL, 3, new Script("a", "echo bench seconds_per_step 4.5"))
                .getFirst();
        assertThat(told.samples(Row.FULL).values()).containsExactly(4.5, 4.5, 4.5);
    }

    @Test
    void watchesMemoryOfChildren() {
        assumeTrue(MemoryWatch.available(), "missing: /proc/self/smaps_rollup");
        Entry entry = run(Row.MEMORY, 1, new Script("a", "sleep 0.4 & sleep 0.4; wait"))
                .getFirst();
        assertThat(entry.samples(Row.MEMORY).median()).isBetween(0.1, 50.0);
    }

    @Test
    void whatFailsIsSaidInOneLineAndNotRunAgain() {
        List<Entry> entries = run(
                Row.FULL,
                2,
                new Script("broken", "echo x >>tries; echo 'first' >&2; echo 'no such thing' >&2; exit 3"),
                new Script("silent", "true"),
                new Script("fine", "echo bench seconds_per_step 1"));
        assertThat(entries.get(0).failure()).contains("ended with code 3: no such thing");
        assertThat(entries.get(1).failure().orElseThrow()).contains("seconds_per_step");
        assertThat(entries.get(2).outcomes()).hasSize(2);
        assertThat(scratch.resolve("tries")).content().isEqualTo("x\n");
    }

    @Test
    void aProgramThatIsNotThereFails() {
        Program missing = new Program() {
            @Override
            public String name() {
                return "missing";
            }

            @Override
            public String prepare(Setting setting, Launch launch) {
                return "";
            }

            @Override
            public Optional<Call> call(Row row, Setting setting, Path out) {
                return Optional.of(new Call(List.of("/no/such/program"), Map.of(), setting.scratch()));
            }

            @Override
            public Told read(Row row, String output) {
                return Told.of(output);
            }
        };
        assertThat(run(Row.LAST_STAGE, 1, missing).getFirst().failure().orElseThrow())
                .contains("/no/such/program");
    }

    @Test
    void whatARunLeavesBehindIsRemoved() {
        run(Row.LAST_STAGE, 2, new Script("a", "mkdir \"$OUT\" && echo x >\"$OUT/model\""));
        assertThat(scratch.resolve("out")).doesNotExist();
    }

    @Test
    void theReasonIsTheLineMarkedAsAnErrorOrTheLast() {
        assertThat(Launch.reason("Exception in thread main: gone\n  at a.b\n  at c.d\n"))
                .contains("Exception in thread main: gone");
        assertThat(Launch.reason("Traceback:\n  File x\nValueError: no\n\n")).contains("ValueError: no");
        assertThat(Launch.reason("\n")).isEmpty();
    }
}
