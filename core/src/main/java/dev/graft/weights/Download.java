package dev.graft.weights;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Brings one address into one file, going on where an earlier attempt stopped if the server can do that.
/// What it brings is not checked here.
final class Download {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

    private final HttpClient client;
    private final Patience patience;
    private final URI address;
    private final Path part;
    private final Path tag;

    /// How hard to try.
    ///
    /// @param attempts in a row that bring nothing further, at least 1; one that does begins the count anew,
    ///     so that a large file gets through a line that breaks often
    /// @param pause    after the first of them; twice as long after each further one
    /// @param stall    without a byte, after which an attempt has failed
    record Patience(int attempts, Duration pause, Duration stall) {}

    /// Told how many bytes are there and how many there will be (-1: unknown).
    interface Count {
        void update(long bytes, long total);
    }

    Download(HttpClient client, Patience patience, URI address, Path part) {
        this.client = client;
        this.patience = patience;
        this.address = address;
        this.part = part;
        this.tag = part.resolveSibling(part.getFileName() + ".etag");
    }

    /// @throws WeightsException if the server has no such file, or too many attempts in a row brought nothing;
    ///     what has come stays
    ///     for the next run
    void run(Count count) throws IOException {
        long furthest = have();
        Duration pause = patience.pause();
        for (int failed = 0; ; ) {
            try {
                attempt(count);
                return;
            } catch (IOException e) {
                long have = have();
                if (have > furthest) {
                    furthest = have;
                    failed = 0;
                    pause = patience.pause();
                }
                failed++;
                if (failed == patience.attempts()) {
                    throw new WeightsException(
                            address + ": stopped after " + have + " bytes and " + failed + " attempts: "
                                    + Failures.reason(e)
                                    + "; run it again to go on from there, or set GRAFT_MIRROR to another source",
                            e);
                }
                sleep(pause);
                pause = pause.multipliedBy(2);
            }
        }
    }

    /// Throws away what has come.
    void forget() throws IOException {
        Files.deleteIfExists(part);
        forgetTag();
    }

    void forgetTag() throws IOException {
        Files.deleteIfExists(tag);
    }

    private void attempt(Count count) throws IOException {
        long have = have();
        HttpResponse<InputStream> response = send(have);
        try (InputStream body = response.body()) {
            int status = response.statusCode();
            if (status == 416 && have > 0) {
                if (!isWhole(response, have)) { // another file by now
                    forget();
                    throw new IOException("the server refused to go on at byte " + have);
                }
                return;
            }
            if (status == 206 && !startsAt(response, have)) {
                forget();
                throw new IOException("the server went on at another byte than asked for");
            }
            if (status != 200 && status != 206) {
                refuse(status);
            }
            if (status == 200) { // all of it: the server cannot go on, or the file has changed
                forget();
                have = 0;
            }
            rememberTag(response);
            OptionalLong length = response.headers().firstValueAsLong("Content-Length");
            save(body, have, length.isPresent() ? have + length.getAsLong() : -1, count);
        }
    }

    private HttpResponse<InputStream> send(long have) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience.stall());
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
            if (Files.exists(tag)) {
                request.header("If-Range", Files.readString(tag));
            }
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void save(InputStream body, long start, long total, Count count) throws IOException {
        try (FileChannel file = FileChannel.open(
                        part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
                StallGuard guard = new StallGuard(body, patience.stall())) {
            byte[] chunk = new byte[CHUNK_BYTES];
            long bytes = start;
            count.update(bytes, total);
            for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
                guard.alive();
                AtomicFile.writeFully(file, ByteBuffer.wrap(chunk, 0, n));
                bytes += n;
                count.update(bytes, total);
            }
            if (total >= 0 && bytes < total) {
                throw new IOException("the connection ended at byte " + bytes + " of " + total);
            }
        }
    }

    private void refuse(int status) throws IOException {
        boolean passing = status == 408 || status == 429 || status >= 500;
        if (passing) {
            throw new IOException("the server answered " + status);
        }
        throw new WeightsException(address + ": the server answered " + status
                + (status == 404 ? " (no such file)" : "") + "; set GRAFT_MIRROR to a source that has it");
    }

    private long have() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /// Only a strong tag proves that the rest belongs to the same file (RFC 9110, 13.1.5).
    private void rememberTag(HttpResponse<?> response) throws IOException {
        String value = response.headers().firstValue("ETag").orElse("");
        if (value.startsWith("\"")) {
            Files.writeString(tag, value);
        }
    }

    private static boolean startsAt(HttpResponse<?> response, long have) {
        Matcher range = CONTENT_RANGE.matcher(
                response.headers().firstValue("Content-Range").orElse(""));
        return range.matches() && Long.parseLong(range.group(1)) == have;
    }

    private static boolean isWhole(HttpResponse<?> response, long have) {
        return response.headers().firstValue("Content-Range").orElse("").equals("bytes */" + have);
    }

    private void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private WeightsException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new WeightsException(address + ": the download was interrupted; run it again to go on", e);
    }

    /// Closes a stream that has brought nothing for too long: reading it would otherwise wait for ever.
    private static final class StallGuard implements AutoCloseable {
        private final Thread watcher;
        private volatile long aliveNanos = System.nanoTime();

        StallGuard(InputStream body, Duration stall) {
            watcher = Thread.ofVirtual().start(() -> watch(body, stall.toNanos()));
        }

        void alive() {
            aliveNanos = System.nanoTime();
        }

        private void watch(InputStream body, long stallNanos) {
            try {
                for (long left = stallNanos; left > 0; left = stallNanos - (System.nanoTime() - aliveNanos)) {
                    Thread.sleep(Duration.ofNanos(left));
                }
                body.close();
            } catch (InterruptedException | IOException e) {
                return; // the download has ended, or its stream has
            }
        }

        @Override
        public void close() {
            watcher.interrupt();
        }
    }
}
