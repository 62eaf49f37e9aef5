package dev.graft.bench.fuzz;

import dev.graft.bench.MemoryWatch;
import dev.graft.bench.fuzz.Verdict.Outcome;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A [Worker], started again whenever it dies or is killed for what it does.
final class WorkerProcess implements AutoCloseable {
    private static final String HEAP = "-Xmx768m";
    private static final int SIGNAL = 128;

    private final Path folder;
    private final Limits limits;
    private @Nullable Process process;
    private @Nullable BufferedReader answers;
    private @Nullable BufferedWriter questions;

    /// @param folder for what a worker leaves when it dies
    WorkerProcess(Path folder, Limits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    /// Has a file read.
    Verdict read(Kind kind, Path where, String damaged) {
        try {
            Process worker = started();
            long began = System.nanoTime();
            Duration before = processorTime(worker);
            String question = kind.word() + "\t" + where + "\t" + damaged + "\n";
            String death = asked(worker, question, began, before);
            double seconds = processorTime(worker).minus(before).toMillis() / 1e3;
            if (!death.isEmpty()) {
                close();
                return new Verdict(Outcome.FAULT, death, seconds, 0);
            }
            return judged(Verdict.of(requireAnswers().readLine(), seconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Verdict judged(Verdict verdict) {
        if (verdict.reason().contains("OutOfMemoryError")) {
            close(); // its heap is not to be trusted
        }
        if (verdict.peakBytes() > limits.bytes() && verdict.outcome() != Outcome.FAULT) {
            close();
            return new Verdict(
                    Outcome.FAULT,
                    "memory: " + (verdict.peakBytes() >> 20) + " MiB",
                    verdict.seconds(),
                    verdict.peakBytes());
        }
        return verdict;
    }

    /// Waits for the answer.
    ///
    /// @return what ended the worker; empty if there is an answer to be read
    private String asked(Process worker, String question, long began, Duration before) throws IOException {
        BufferedReader in = requireAnswers();
        try {
            BufferedWriter out = requireQuestions();
            out.write(question);
            out.flush();
        } catch (IOException e) {
            return death(worker);
        }
        while (!in.ready()) {
            if (!worker.isAlive() && !in.ready()) {
                return death(worker);
            }
            double busy = processorTime(worker).minus(before).toMillis() / 1e3;
            double gone = (System.nanoTime() - began) * 1e-9;
            long held = resident(worker);
            if (busy > limits.seconds() || gone > limits.secondsByTheClock()) {
                return "time: not done after %.1f s of processor time, %.1f s by the clock".formatted(busy, gone);
            }
            if (held > 2 * limits.bytes()) {
                return "memory: " + (held >> 20) + " MiB and growing";
            }
            pause(gone < 0.05 ? 1 : 20);
        }
        return "";
    }

    private String death(Process worker) {
        try {
            worker.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int code = worker.isAlive() ? 0 : worker.exitValue();
        return "crash: the process ended with " + (code > SIGNAL ? "signal " + (code - SIGNAL) : "code " + code);
    }

    private Process started() throws IOException {
        Process running = process;
        if (running != null && running.isAlive()) {
            return running;
        }
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.platform.extension=",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-XX:+UseSerialGC",
                "-XX:ErrorFile=" + folder.resolve("hs_err_%p.log"),
                "-XX:-CreateCoredumpOnCrash",
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("worker.err").toFile()));
        builder.environment().put("GRAFT_OFFLINE", "1");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        Process fresh = builder.start();
        process = fresh;
        answers = new BufferedReader(new InputStreamReader(fresh.getInputStream(), StandardCharsets.UTF_8));
        questions = new BufferedWriter(new OutputStreamWriter(fresh.getOutputStream(), StandardCharsets.UTF_8));
        return fresh;
    }

    private BufferedReader requireAnswers() {
        return Objects.requireNonNull(answers);
    }

    private BufferedWriter requireQuestions() {
        return Objects.requireNonNull(questions);
    }

    private static Duration processorTime(Process worker) {
        return worker.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static long resident(Process worker) {
        try {
            return MemoryWatch.bytes(Files.readString(Path.of("/proc/" + worker.pid() + "/status")), "VmRSS:");
        } catch (IOException e) {
            return 0;
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            process = null;
        }
    }
}
