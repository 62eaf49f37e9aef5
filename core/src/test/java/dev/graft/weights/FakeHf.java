package dev.graft.weights;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A server that answers as huggingface.co does: with small files itself, with large ones by a redirect to another
/// server, which must not see any token.
final class FakeHf implements AutoCloseable {
    static final String MODEL = "klue/bert-base";
    static final String FOLDER = "models--klue--bert-base";
    static final String COMMIT = "77c8b3d707df785034b4e50f2da5d37be5f0f546";
    static final Patience PATIENCE = new Patience(3, Duration.ofMillis(5), Duration.ofSeconds(10));
    static final byte[] VOCABULARY = utf8("[PAD]\n[UNK]\n");
    static final byte[] WEIGHTS = content(1, 300_000);

    private final HttpServer hub = server();
    private final HttpServer store = server();

    /// `HEAD /klue/bert-base/resolve/main/config.json`, with `(TOKEN)` where one came along.
    final List<String> requests = new CopyOnWriteArrayList<>();

    /// The same of the server for large files, with the range.
    final List<String> stored = new CopyOnWriteArrayList<>();

    final Map<String, byte[]> small = new TreeMap<>();
    final Map<String, byte[]> large = new TreeMap<>();

    /// Which commit a revision is.
    final Map<String, String> revisions = new HashMap<>(Map.of("main", COMMIT, COMMIT, COMMIT));

    /// Takes the place of headers, for servers that are wrong; an empty value leaves one out.
    final Map<String, String> headers = new HashMap<>();

    /// What is really sent for a large file.
    final Map<String, byte[]> sent = new HashMap<>();

    int breaksAfter = Integer.MAX_VALUE;
    int busy;
    int status;
    String error = "";

    FakeHf() throws IOException {
        hub.createContext("/" + MODEL + "/resolve/", exchange -> answer(exchange, "/" + MODEL + "/resolve/"));
        hub.createContext(
                "/proxy/hf/" + MODEL + "/resolve/", exchange -> answer(exchange, "/proxy/hf/" + MODEL + "/resolve/"));
        hub.createContext("/bert-base/", exchange -> {
            String moved = "/" + MODEL + exchange.getRequestURI().toString().substring("/bert-base".length());
            exchange.getResponseHeaders().set("Location", moved);
            end(exchange, 307);
        });
        hub.createContext("/loop/", exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", exchange.getRequestURI().toString());
            end(exchange, 302);
        });
        store.createContext("/", this::answerStore);
        for (HttpServer server : List.of(hub, store)) {
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
        }
        small.put("config.json", utf8("{\"model_type\": \"bert\"}"));
        small.put("tokenizer_config.json", utf8("{\"do_lower_case\": false}"));
        small.put("vocab.txt", VOCABULARY);
        large.put("model.safetensors", WEIGHTS);
    }

    URI address() {
        return URI.create("http://localhost:" + hub.getAddress().getPort());
    }

    /// A hub that asks this server, with more variables of the environment, in pairs.
    HfHub client(Path home, String... more) {
        return client(PATIENCE, home, more);
    }

    HfHub client(Patience patience, Path home, String... more) {
        Map<String, String> environment = new HashMap<>(
                Map.of("HF_HOME", home.toString(), "HF_ENDPOINT", address().toString()));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        HubSettings settings = new HubSettings(home.resolve("graft"), null, false);
        return new HfHub(HfSettings.from(settings, environment, home.resolve("user")), patience);
    }

    /// The files that were asked for, not only about.
    List<String> fetched() {
        List<String> names = new ArrayList<>();
        for (String request : requests) {
            if (request.startsWith("GET ")) {
                names.add(request.replaceFirst(" \\(.*", "").replaceFirst(".*/", ""));
            }
        }
        return names;
    }

    private void answer(HttpExchange exchange, String context) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        requests.add(exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getRawPath() + (token == null ? "" : " (" + token + ")"));
        String[] path = exchange.getRequestURI()
                .getRawPath()
                .substring(context.length())
                .split("/", 2);
        String commit = revisions.get(path[0].replace("%2F", "/"));
        byte[] content = small.getOrDefault(path[1], large.get(path[1]));
        if (busy > 0) {
            busy--;
            end(exchange, 503);
        } else if (status > 0 || commit == null) {
            set(exchange, "X-Error-Code", commit == null ? "RevisionNotFound" : error);
            end(exchange, commit == null ? 404 : status);
        } else if (content == null) {
            set(exchange, "X-Error-Code", "EntryNotFound");
            end(exchange, 404);
        } else {
            set(exchange, "X-Repo-Commit", commit);
            answer(exchange, path[1], content);
        }
    }

    private void answer(HttpExchange exchange, String name, byte[] content) throws IOException {
        if (large.containsKey(name)) {
            set(exchange, "ETag", "W/\"of the redirect\"");
            set(exchange, "X-Linked-Etag", "\"" + sha256(content) + "\"");
            set(exchange, "X-Linked-Size", String.valueOf(content.length));
            set(exchange, "Location", "http://127.0.0.1:" + store.getAddress().getPort() + "/" + name + "?signed=1");
            end(exchange, 302);
            return;
        }
        set(exchange, "ETag", "W/\"" + gitHash(content) + "\"");
        if (exchange.getRequestMethod().equals("HEAD")) {
            set(exchange, "Content-Length", String.valueOf(content.length));
            end(exchange, 200);
        } else {
            exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        }
    }

    private void answerStore(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring(1);
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        String range = exchange.getRequestHeaders().getFirst("Range");
        stored.add(exchange.getRequestMethod() + " " + name + " " + range + (token == null ? "" : " " + token));
        byte[] content = Objects.requireNonNull(sent.getOrDefault(name, large.get(name)), name);
        int from = range == null ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        if (from > 0) {
            set(exchange, "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        exchange.getResponseBody().write(content, from, Math.min(content.length - from, breaksAfter));
        exchange.getResponseBody().flush();
        exchange.close(); // too early for some: the connection breaks
    }

    private void set(HttpExchange exchange, String name, String value) {
        String changed = headers.getOrDefault(name, value);
        if (!changed.isEmpty()) {
            exchange.getResponseHeaders().set(name, changed);
        }
    }

    private static void end(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static HttpServer server() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    static byte[] content(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String sha256(byte[] bytes) {
        return hash("SHA-256", bytes);
    }

    /// Small files are called by what git calls their blobs.
    static String gitHash(byte[] bytes) {
        return hash("SHA-1", utf8("blob " + bytes.length + "\0"), bytes);
    }

    private static String hash(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        store.stop(0);
    }
}
