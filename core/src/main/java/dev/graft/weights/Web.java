package dev.graft.weights;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests that are tried again and redirected, with a token for one server only.
///
/// Redirects are followed here and not by the client, because what a server says beside a redirect matters
/// (which commit, which checksum), and because the client would hand the token on to wherever it is sent.
final class Web implements AutoCloseable {
    private static final int MOST_REDIRECTS = 10;

    private final HttpClient client;
    private final Patience patience;
    private final String variable;
    private final @Nullable Bearer bearer;

    /// A token and the server that it is for.
    record Bearer(URI server, String token) {
        @Override
        public String toString() {
            return "a token for " + server; // never the token: messages and logs are passed on
        }
    }

    /// What is tried.
    interface Attempt<T> {
        T run() throws IOException;
    }

    /// How many bytes are there: more than before are a reason to go on trying.
    interface Far {
        long bytes() throws IOException;
    }

    /// Whether a redirect is the answer that was wanted.
    interface Enough {
        boolean test(HttpResponse<?> redirect, boolean toAnotherServer);
    }

    /// @param variable of the environment that leads to another source, for advice
    Web(Patience patience, String variable, @Nullable Bearer bearer) {
        this.client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience.stall())
                .build();
        this.patience = patience;
        this.variable = variable;
        this.bearer = bearer;
    }

    Duration stall() {
        return patience.stall();
    }

    String variable() {
        return variable;
    }

    /// Asks for a file, wherever that leads.
    HttpResponse<InputStream> get(URI address, Map<String, String> headers) throws IOException {
        return send("GET", address, headers, (redirect, toAnotherServer) -> false);
    }

    /// Asks about a file, until `enough` is known.
    HttpResponse<InputStream> head(URI address, Enough enough) throws IOException {
        return send("HEAD", address, Map.of(), enough);
    }

    private HttpResponse<InputStream> send(String method, URI address, Map<String, String> headers, Enough enough)
            throws IOException {
        URI at = address;
        for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
            HttpResponse<InputStream> response = once(method, at, headers);
            if (!isRedirect(response)) {
                return response;
            }
            response.body().close();
            URI next = target(at, response.headers().firstValue("Location").orElse(""));
            if (enough.test(response, !isSameServer(at, next))) {
                return response;
            }
            at = next;
        }
        throw new WeightsException(address + ": the server redirects more than " + MOST_REDIRECTS + " times; set "
                + variable + " to another source");
    }

    private HttpResponse<InputStream> once(String method, URI address, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(patience.stall());
        headers.forEach(request::header);
        if (bearer != null && isSameServer(bearer.server(), address)) {
            request.header("Authorization", "Bearer " + bearer.token());
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw interrupted(address, e);
        }
    }

    /// Runs `attempt` until it succeeds.
    ///
    /// @throws WeightsException if too many attempts in a row brought nothing, or one of them threw it
    <T> T persist(URI address, Far far, Attempt<T> attempt) throws IOException {
        long furthest = far.bytes();
        Duration pause = patience.pause();
        for (int failed = 0; ; ) {
            try {
                return attempt.run();
            } catch (IOException e) {
                long have = far.bytes();
                if (have > furthest) {
                    furthest = have;
                    failed = 0;
                    pause = patience.pause();
                }
                failed++;
                if (failed == patience.attempts()) {
                    throw new WeightsException(
                            address + ": stopped after " + have + " bytes and " + failed + " attempts: "
                                    + Failures.reason(e) + "; run it again to continue from there, or set " + variable
                                    + " to another source",
                            e);
                }
                sleep(address, pause);
                pause = pause.multipliedBy(2);
            }
        }
    }

    /// Whether a status is of the kind that goes away.
    static boolean isPassing(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    static boolean isRedirect(HttpResponse<?> response) {
        return switch (response.statusCode()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /// Where a redirect leads.
    ///
    /// @throws IOException      if that is no web address
    /// @throws WeightsException if it gives up encryption
    URI target(URI from, String location) throws IOException {
        URI next;
        try {
            next = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException("the server redirects to no address: " + Lines.name(location), e);
        }
        boolean secure = "https".equalsIgnoreCase(next.getScheme());
        boolean known = secure || "http".equalsIgnoreCase(next.getScheme());
        if (location.isEmpty() || !known || next.getHost() == null) {
            throw new IOException("the server redirects to no web address: '" + Lines.name(location) + "'");
        }
        if (!secure && "https".equalsIgnoreCase(from.getScheme())) {
            throw new WeightsException(from + ": the server redirects to " + Lines.name(location)
                    + ", without encryption; set " + variable + " to another source");
        }
        return next;
    }

    static boolean isSameServer(URI one, URI other) {
        return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
                && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI address) {
        int usual = "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
        return address.getPort() >= 0 ? address.getPort() : usual;
    }

    private static void sleep(URI address, Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            throw interrupted(address, e);
        }
    }

    private static WeightsException interrupted(URI address, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new WeightsException(address + ": the download was interrupted; run it again to continue", e);
    }

    @Override
    public void close() {
        client.close();
    }
}
