package dev.graft.weights;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Brings one address into one file, going on where an earlier attempt stopped if the server can do that, and
/// checks what it brought.
final class Download {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

    private final Web web;
    private final Expected expected;
    private final URI address;
    private final Path part;
    private final Path tag;

    /// What is known of a file beforehand.
    ///
    /// @param name   for messages
    /// @param sha256 its SHA-256 in hexadecimal, or the beginning of it; empty if unknown
    /// @param bytes  how many it has; -1 if unknown
    /// @param most   how many it may have
    record Expected(String name, String sha256, long bytes, long most) {
        Expected {
            if (bytes > most) {
                throw new WeightsException(name + ": expected at most " + most + " bytes, the server has " + bytes
                        + "; this is not the file it is called");
            }
        }

        long limit() {
            return bytes >= 0 ? bytes : most;
        }

        /// What else was found, or nothing.
        String difference(Path file) throws IOException {
            if (bytes >= 0 && Files.size(file) != bytes) {
                return "expected " + bytes + " bytes, found " + Files.size(file);
            }
            String found = sha256.isEmpty() ? "" : Sha256.of(file);
            return found.startsWith(sha256) ? "" : "expected SHA-256 " + sha256 + ", found " + found;
        }
    }

    /// Told how many bytes are there and how many there will be (-1: unknown).
    interface Count {
        void update(long bytes, long total);
    }

    Download(Web web, Expected expected, URI address, Path part) {
        this.web = web;
        this.expected = expected;
        this.address = address;
        this.part = part;
        this.tag = part.resolveSibling(part.getFileName() + ".etag");
    }

    /// @throws WeightsException if the server has no such file, too many attempts in a row brought nothing (what
    ///     has come stays for the next run), or it is another file than expected (nothing stays)
    void run(Count count) throws IOException {
        boolean resumed = Files.exists(part);
        bring(count);
        String difference = expected.difference(part);
        if (!difference.isEmpty() && resumed) { // the two halves may be of two versions
            forget();
            bring(count);
            difference = expected.difference(part);
        }
        forgetTag();
        if (!difference.isEmpty()) {
            forget();
            throw new WeightsException(expected.name() + ": " + difference + " at " + address
                    + "; nothing was kept, try again or set " + web.variable() + " to another source");
        }
    }

    private void bring(Count count) throws IOException {
        web.persist(address, this::have, () -> {
            attempt(count);
            return part;
        });
    }

    /// Throws away what has come.
    private void forget() throws IOException {
        Files.deleteIfExists(part);
        forgetTag();
    }

    private void forgetTag() throws IOException {
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
                    throw new IOException("the server refused to continue at byte " + have);
                }
                return;
            }
            if (status == 206 && !startsAt(response, have)) {
                forget();
                throw new IOException("the server continued at another byte than requested");
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
            if (save(body, have, length.isPresent() ? have + length.getAsLong() : -1, count)) {
                return;
            }
        }
        forget();
        throw new WeightsException(expected.name() + ": expected at most " + expected.limit() + " bytes, " + address
                + " sends more; nothing was kept, try again or set " + web.variable() + " to another source");
    }

    private HttpResponse<InputStream> send(long have) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        if (have > 0) {
            headers.put("Range", "bytes=" + have + "-");
            if (Files.exists(tag)) {
                headers.put("If-Range", Files.readString(tag));
            }
        }
        return web.get(address, headers);
    }

    /// False if there is more than there should be: a server that sends for ever would fill the disk before any
    /// checksum is looked at.
    private boolean save(InputStream body, long start, long total, Count count) throws IOException {
        try (FileChannel file = FileChannel.open(
                        part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
                StallGuard guard = new StallGuard(body, web.stall())) {
            byte[] chunk = new byte[CHUNK_BYTES];
            long bytes = start;
            count.update(bytes, total);
            for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
                guard.alive();
                bytes += n;
                if (bytes > expected.limit()) {
                    return false;
                }
                AtomicFile.writeFully(file, ByteBuffer.wrap(chunk, 0, n));
                count.update(bytes, total);
            }
            if (total >= 0 && bytes < total) {
                throw new IOException("the connection ended at byte " + bytes + " of " + total);
            }
            return true;
        }
    }

    private void refuse(int status) throws IOException {
        if (Web.isPassing(status)) {
            throw new IOException("the server answered " + status);
        }
        throw new WeightsException(address + ": the server answered " + status
                + (status == 404 ? " (no such file)" : "") + "; set " + web.variable() + " to a source that has it");
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
