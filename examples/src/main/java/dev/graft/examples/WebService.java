package dev.graft.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.graft.data.DataException;
import dev.graft.data.ImageSource;
import dev.graft.model.ModelKind;
import dev.graft.model.Predictor;
import dev.graft.model.Sharing;
import dev.graft.task.Prediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/// A web service that tells what is on an image, of nothing but the JDK's HTTP server: a virtual thread for each
/// request, one [Predictor] for all, and requests that come at the same moment share a batch.
/// ```text
/// WebService RUN [--port N] [--wait MS]
/// curl --data-binary @part.jpg http://localhost:8080/predict
/// ```
/// RUN is the folder of a run on images, or its model folder. It listens on this machine alone.
final class WebService {
    private static final int MOST_BYTES = 32 << 20;
    private static final int LAST_PORT = 65_535;
    private static final JsonMapper JSON = new JsonMapper();

    void main(String... args) {
        Arguments given = Arguments.of(args, "port", "wait");
        Path run = given.data().orElseThrow(() -> new IllegalArgumentException("expected RUN, the folder of a run"));
        int port = given.number("port", 8080);
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException("--port: expected 0 to " + LAST_PORT + ", found " + port);
        }
        try {
            Service service = new Service(run, port, Duration.ofMillis(given.number("wait", 5)));
            Runtime.getRuntime().addShutdownHook(new Thread(service::close));
            System.out.println("http://localhost:" + service.port() + "/predict");
            new CountDownLatch(1).await(); // until the process is told to end
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What a request comes to.
    private record Answer(int status, Object content) {
        static Answer failure(int status, String why) {
            return new Answer(status, new Failure(why));
        }
    }

    private record Failure(String error) {}

    /// Listens until it is closed.
    static final class Service implements AutoCloseable {
        private final Predictor<ImageSource> predictor;
        private final HttpServer server;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        /// @param port 0 for any that is free
        Service(Path run, int port, Duration longestWait) throws IOException {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            this.predictor = Predictor.open(ModelKind.IMAGE, run, Sharing.within(longestWait));
            server.setExecutor(threads);
            server.createContext("/predict", this::handle);
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        private void handle(HttpExchange exchange) throws IOException {
            try (exchange) {
                Answer answer = answer(exchange);
                byte[] json = JSON.writeValueAsString(answer.content()).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(answer.status(), json.length);
                exchange.getResponseBody().write(json);
            }
        }

        private Answer answer(HttpExchange exchange) throws IOException {
            if (!exchange.getRequestMethod().equals("POST")) {
                return Answer.failure(405, "expected POST with the bytes of an image");
            }
            byte[] image = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
            if (image.length > MOST_BYTES) {
                return Answer.failure(413, "expected an image of at most " + (MOST_BYTES >> 20) + " MiB");
            }
            try {
                Prediction prediction = predictor.predict(ImageSource.of("image", image));
                return new Answer(200, prediction);
            } catch (DataException e) {
                return Answer.failure(400, String.valueOf(e.getMessage()));
            } catch (IllegalStateException e) {
                return Answer.failure(503, "the service is ending");
            }
        }

        /// Takes no more requests, waits a moment for those that it has, and frees the model.
        @Override
        public void close() {
            server.stop(1);
            threads.close();
            predictor.close();
        }
    }
}
