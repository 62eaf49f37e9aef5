package dev.graft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Runs processes and watches the clock. Output goes to files, so that no pipe makes a program wait.
final class Launch {
    private static final long PATIENCE_HOURS = 2;

    private final Path scratch;

    /// @param scratch a folder for their output
    Launch(Path scratch) {
        this.scratch = scratch;
    }

    /// Runs a process to its end.
    ///
    /// @param watchMemory whether to look at its memory meanwhile, which costs it a little time
    /// @param reader      makes of its standard output what it told
    /// @throws Failed if it cannot be started, ends with another code than 0 or does not end
    Outcome run(Call call, boolean watchMemory, Function<String, Told> reader) {
        Path out = scratch.resolve("out.txt");
        Path err = scratch.resolve("err.txt");
        Path nothing = scratch.resolve("nothing");
        ProcessBuilder builder = new ProcessBuilder(call.command())
                .directory(call.folder().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(nothing.toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(call.environment());
        try {
            Files.write(nothing, new byte[0]);
            long started = System.nanoTime();
            Process process = builder.start();
            long peak = finish(process, watchMemory);
            double seconds = (System.nanoTime() - started) * 1e-9;
            if (process.exitValue() != 0) {
                throw new Failed("ended with code " + process.exitValue() + ": " + reason(err, out));
            }
            return new Outcome(seconds, peak, reader.apply(Files.readString(out)));
        } catch (IllegalArgumentException e) {
            throw new Failed("said something else than expected: " + e.getMessage());
        } catch (IOException e) {
            throw new Failed(String.valueOf(e.getMessage()));
        }
    }

    /// @return the peak of its memory, where that was watched
    private static long finish(Process process, boolean watchMemory) {
        MemoryWatch memory = MemoryWatch.of(process);
        if (watchMemory) {
            memory.start();
        }
        try (memory) {
            if (!process.waitFor(PATIENCE_HOURS, TimeUnit.HOURS)) {
                throw new Failed("did not end within " + PATIENCE_HOURS + " hours");
            }
            return memory.peakBytes();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed("interrupted");
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static String reason(Path... outputs) throws IOException {
        for (Path output : outputs) {
            Optional<String> line = reason(Files.readString(output));
            if (line.isPresent()) {
                return line.get();
            }
        }
        return "it said nothing";
    }

    /// The line of a program's output that says why it stopped: the first that Maven or Java mark as an error, else
    /// the last.
    static Optional<String> reason(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .filter(line -> line.startsWith("[ERROR]") || line.startsWith("Exception in thread"))
                .findFirst()
                .or(() -> lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast()))
                .map(String::strip);
    }
}
