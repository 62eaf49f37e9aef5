package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubTest {
    private static final byte[] CONTENT = content(1, 300_000);
    private static final Patience PATIENCE = new Patience(3, Duration.ofMillis(5), Duration.ofMillis(500));

    @TempDir
    Path home;

    private HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private byte[] content = CONTENT;

    HubTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/models/", exchange -> answer(exchange, true, Long.MAX_VALUE));
        server.createContext("/norange/", exchange -> answer(exchange, false, Long.MAX_VALUE));
        server.createContext("/breaks/", exchange -> answer(exchange, true, 100_000));
        server.createContext("/breaksoften/", exchange -> answer(exchange, true, 30_000));
        server.createContext("/stalls/", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush(); // and nothing more, without an end
        });
        server.createContext("/busy/", exchange -> {
            requests.add("busy");
            if (requests.size() == 1) {
                exchange.sendResponseHeaders(503, -1);
                exchange.close();
            } else {
                answer(exchange, true, Long.MAX_VALUE);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aFileIsFetchedCheckedAndKept() throws IOException {
        HubFile file = file("models", sha(CONTENT));
        List<Long> seen = new ArrayList<>();
        Path path = hub().withProgress((address, bytes, total) -> {
                    assertThat(address).isEqualTo(file.url());
                    assertThat(total).isEqualTo(CONTENT.length);
                    seen.add(bytes);
                })
                .fetch(file);
        assertThat(path).hasBinaryContent(CONTENT).isEqualTo(home.resolve("weights/net.pth"));
        assertThat(seen).isSorted().startsWith(0L).endsWith((long) CONTENT.length);
        assertThat(left()).containsExactlyInAnyOrder("net.pth", "net.pth.verified", "net.pth.lock");

        server.stop(0); // from now on the cache is all there is
        assertThat(hub().fetch(file)).isEqualTo(path);
        assertThat(hub().cached(file)).contains(path);
        assertThat(requests).hasSize(1);
    }

    @Test
    void eightDigitsOfTheChecksumAreEnough() {
        assertThat(hub().fetch(file("models", sha(CONTENT).substring(0, 8)))).hasBinaryContent(CONTENT);
    }

    @Test
    void aBrokenDownloadGoesOnWhereItStopped() {
        assertThat(hub().fetch(file("breaks", sha(CONTENT)))).hasBinaryContent(CONTENT);
        // how much of what was sent before the break arrives is up to the network
        assertThat(requests).hasSizeGreaterThan(2).first().isEqualTo("null null");
        assertThat(requests.subList(1, requests.size()))
                .allMatch(request -> request.matches("bytes=\\d{5,6}- \"tag1\""));
    }

    @Test
    void aLineThatBreaksMoreOftenThanItIsTriedStillGetsThrough() {
        assertThat(hub().fetch(file("breaksoften", sha(CONTENT)))).hasBinaryContent(CONTENT);
        assertThat(requests).hasSizeGreaterThan(2 * PATIENCE.attempts());
    }

    @Test
    void whatHasComeStaysForTheNextRun() {
        Patience once = new Patience(1, Duration.ZERO, Duration.ofSeconds(1));
        HubFile file = file("breaks", sha(CONTENT));
        Hub impatient = new Hub(new HubSettings(home, null, false), once);
        int broken = 0;
        while (impatient.cached(file).isEmpty() && broken < 10) {
            try {
                assertThat(impatient.fetch(file)).hasBinaryContent(CONTENT);
            } catch (WeightsException e) {
                broken++;
                assertThat(e.getMessage())
                        .containsPattern("stopped after \\d{5,6} bytes and 1 attempts")
                        .contains("run it again to continue from there");
            }
        }
        assertThat(broken).isBetween(2, 9);
        assertThat(requests.subList(1, requests.size())).allMatch(request -> request.startsWith("bytes="));
    }

    @Test
    void aServerThatIgnoresRangesStartsAgain() throws IOException {
        part(CONTENT, 5000);
        assertThat(hub().fetch(file("norange", sha(CONTENT)))).hasBinaryContent(CONTENT);
        assertThat(requests).containsExactly("bytes=5000- null");
    }

    @Test
    void aFileThatChangedMeanwhileStartsAgain() throws IOException {
        part(content(2, 300_000), 5000);
        Files.writeString(home.resolve("weights/net.pth.part.etag"), "\"an older tag\"");
        assertThat(hub().fetch(file("models", sha(CONTENT)))).hasBinaryContent(CONTENT);
        assertThat(requests).containsExactly("bytes=5000- \"an older tag\"");
    }

    @Test
    void halvesOfTwoVersionsAreFoundByTheChecksumAndFetchedAgain() throws IOException {
        part(content(2, 300_000), 5000); // no tag says that these are of another version
        assertThat(hub().fetch(file("models", sha(CONTENT)))).hasBinaryContent(CONTENT);
        assertThat(requests).containsExactly("bytes=5000- null", "null null");
    }

    @Test
    void aPartThatIsTooLongStartsAgain() throws IOException {
        part(content(2, 400_000), 400_000);
        assertThat(hub().fetch(file("models", sha(CONTENT)))).hasBinaryContent(CONTENT);
        assertThat(requests).containsExactly("bytes=400000- null", "null null");
    }

    @Test
    void aPartThatIsWholeIsUsed() throws IOException {
        part(CONTENT, CONTENT.length);
        assertThat(hub().fetch(file("models", sha(CONTENT)))).hasBinaryContent(CONTENT);
        assertThat(requests).containsExactly("bytes=300000- null");
    }

    @Test
    void anotherContentIsRefusedAndNotKept() throws IOException {
        HubFile file = file("models", sha(content(2, 10)));
        assertThatThrownBy(() -> hub().fetch(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(
                        "net.pth: expected SHA-256 " + file.sha256() + ", found " + sha(CONTENT) + " at http://")
                .hasMessageContaining("nothing was kept");
        assertThat(left()).containsExactly("net.pth.lock");
    }

    @Test
    void aDamagedFileInTheCacheIsFetchedAgain() throws IOException {
        HubFile file = file("models", sha(CONTENT));
        Path path = hub().fetch(file);
        Files.write(path, content(2, 300_001));
        assertThat(hub().cached(file)).isEmpty();
        assertThat(hub().fetch(file)).hasBinaryContent(CONTENT);
        assertThat(requests).hasSize(2);
    }

    @Test
    void aMissingFileIsRefusedAtOnce() {
        assertThatThrownBy(() -> hub().fetch(file("nowhere", sha(CONTENT))))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("/nowhere/net.pth: the server answered 404 (no such file); set GRAFT_MIRROR");
    }

    @Test
    void aBusyServerIsAskedAgain() {
        assertThat(hub().fetch(file("busy", sha(CONTENT)))).hasBinaryContent(CONTENT);
    }

    @Test
    void aSilentServerIsGivenUp() {
        assertThatThrownBy(() -> hub().fetch(file("stalls", sha(CONTENT))))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("and 3 attempts");
    }

    @Test
    void nobodyListening() {
        server.stop(0);
        assertThatThrownBy(() -> hub().fetch(file("models", sha(CONTENT))))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("stopped after 0 bytes and 3 attempts");
    }

    @Test
    void aMirrorTakesThePublishersPlace() {
        HubFile elsewhere = new HubFile("net.pth", URI.create("https://publisher.invalid/x/net.pth"), sha(CONTENT));
        Hub mirrored = new Hub(new HubSettings(home, address("models"), false), PATIENCE);
        assertThat(mirrored.fetch(elsewhere)).hasBinaryContent(CONTENT);
    }

    @Test
    void offlineSaysWhichFileGoesWhere() throws IOException {
        HubFile file = file("models", sha(CONTENT));
        Hub offline = new Hub(new HubSettings(home, null, true));
        Path place = home.resolve("weights/net.pth");
        assertThatThrownBy(() -> offline.fetch(file))
                .isInstanceOf(WeightsException.class)
                .hasMessage("net.pth: is not in the cache and downloads are off (--offline or GRAFT_OFFLINE); get "
                        + file.url() + " elsewhere and put it at " + place + " (SHA-256 " + file.sha256() + ")");
        Files.createDirectories(place.getParent());
        Files.write(place, content(2, 10));
        assertThatThrownBy(() -> offline.fetch(file)).hasMessageContaining("is in the cache with a wrong checksum");
        Files.write(place, CONTENT);
        assertThat(offline.fetch(file)).isEqualTo(place);
        assertThat(requests).isEmpty();
    }

    @Test
    void manyThreadsFetchAFileOnce() throws Exception {
        HubFile file = file("models", sha(CONTENT));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Path>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> hub().fetch(file));
            }
            for (Future<Path> path : threads.invokeAll(tasks)) {
                assertThat(path.get()).hasBinaryContent(CONTENT);
            }
        }
        assertThat(requests).hasSize(1);
    }

    @Test
    void anotherProcessThatHoldsTheLockIsWaitedFor() throws Exception {
        Path lock = home.resolve("weights/net.pth.lock");
        Files.createDirectories(lock.getParent());
        Path source = Files.writeString(home.resolve("Holder.java"), """
                import java.nio.channels.*;
                import java.nio.file.*;
                class Holder {
                    public static void main(String[] a) throws Exception {
                        try (var c = FileChannel.open(Path.of(a[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                                var lock = c.lock()) {
                            System.out.println("locked");
                            System.in.read();
                        }
                    }
                }
                """);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process holder = new ProcessBuilder(java, source.toString(), lock.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var said = holder.inputReader()) {
            assertThat(said.readLine()).isEqualTo("locked");
            Future<Path> path = threads.submit(() -> hub().fetch(file("models", sha(CONTENT))));
            Thread.sleep(Duration.ofMillis(200)); // long enough to fetch, if nothing held it back
            assertThat(requests).isEmpty();
            holder.getOutputStream().close();
            assertThat(path.get()).hasBinaryContent(CONTENT);
        } finally {
            holder.destroy();
        }
    }

    @Test
    void aCacheThatCannotBeMadeIsNamed() throws IOException {
        Path occupied = Files.writeString(home.resolve("occupied"), "a file");
        Hub hub = new Hub(new HubSettings(occupied, null, false), PATIENCE);
        assertThatThrownBy(() -> hub.fetch(file("models", sha(CONTENT))))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("set GRAFT_HOME to a folder that can be written");
    }

    private void answer(HttpExchange exchange, boolean ranges, long breaksAfter) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        if (!exchange.getRequestURI().getPath().startsWith("/busy/")) {
            requests.add(range + " " + condition);
        }
        int from = 0;
        if (ranges && range != null && (condition == null || condition.equals("\"tag1\""))) {
            from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            if (from >= content.length) {
                exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
                exchange.sendResponseHeaders(416, -1);
                exchange.close();
                return;
            }
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.getResponseHeaders().set("ETag", "\"tag1\"");
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        int count = (int) Math.min(content.length - from, breaksAfter);
        exchange.getResponseBody().write(content, from, count);
        exchange.getResponseBody().flush();
        exchange.close(); // too early for some: the connection breaks
    }

    private Hub hub() {
        return new Hub(new HubSettings(home, null, false), PATIENCE);
    }

    private HubFile file(String context, String sha256) {
        return new HubFile("net.pth", address(context).resolve("net.pth"), sha256);
    }

    private URI address(String context) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/" + context + "/");
    }

    private void part(byte[] bytes, int length) throws IOException {
        Path part = home.resolve("weights/net.pth.part");
        Files.createDirectories(part.getParent());
        Files.write(part, Arrays.copyOf(bytes, length));
    }

    private List<String> left() throws IOException {
        try (var files = Files.list(home.resolve("weights"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static byte[] content(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String sha(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
