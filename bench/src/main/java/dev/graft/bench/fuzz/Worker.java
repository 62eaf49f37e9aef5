package dev.graft.bench.fuzz;

import dev.graft.bench.MemoryWatch;
import dev.graft.bench.fuzz.Verdict.Outcome;
import dev.graft.data.DataException;
import dev.graft.text.TokenizerException;
import dev.graft.torch.TorchException;
import dev.graft.weights.WeightsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// The process that reads damaged files, one after the other: a line in (kind, folder, name), a line out ([Verdict]).
final class Worker {
    private static final int MOST_CHARACTERS = 2000;

    private Worker() {}

    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err); // whatever a library prints is no answer
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] cells = line.split("\t", -1);
            answers.println(
                    verdict(Kind.of(cells[0]), Path.of(cells[1]), cells[2]).line());
            answers.flush();
        }
    }

    // whatever is thrown is what is looked for
    @SuppressWarnings("CatchAndPrintStackTrace")
    private static Verdict verdict(Kind kind, Path folder, String damaged) {
        forgetPeak();
        try {
            kind.read(folder, damaged);
            return new Verdict(Outcome.READ, "", 0, peakBytes());
        } catch (Throwable e) {
            String fault = fault(e);
            return fault.isEmpty()
                    ? new Verdict(Outcome.REFUSED, String.valueOf(e.getMessage()), 0, peakBytes())
                    : new Verdict(Outcome.FAULT, fault, 0, peakBytes());
        }
    }

    /// What is wrong with a refusal; empty if it is as it should be.
    static String fault(Throwable e) {
        boolean meant = e instanceof DataException
                || e instanceof WeightsException
                || e instanceof TokenizerException
                || e instanceof TorchException
                || e instanceof IllegalArgumentException && ours(e);
        if (!meant) {
            return e.getClass().getName() + ": " + e.getMessage() + place(e);
        }
        String message = String.valueOf(e.getMessage());
        if (message.isBlank() || message.equals("null")) {
            return "no message: " + e.getClass().getName() + place(e);
        }
        if (message.length() > MOST_CHARACTERS) {
            return "a message of " + message.length() + " characters: " + message.substring(0, 200);
        }
        return message.chars().anyMatch(Character::isISOControl) ? "control characters: " + message : "";
    }

    private static boolean ours(Throwable e) {
        return e.getStackTrace().length > 0
                && e.getStackTrace()[0].getClassName().startsWith("dev.graft.");
    }

    private static String place(Throwable e) {
        return Arrays.stream(e.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("dev.graft."))
                .limit(2)
                .map(frame -> " at " + frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                .reduce("", String::concat);
    }

    /// The kernel's high-water mark begins anew.
    private static void forgetPeak() {
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException e) {
            // another system, or one that does not allow it: peaks are those of the whole process then
        }
    }

    private static long peakBytes() {
        try {
            return MemoryWatch.bytes(Files.readString(Path.of("/proc/self/status")), "VmHWM:");
        } catch (IOException e) {
            return 0;
        }
    }
}
