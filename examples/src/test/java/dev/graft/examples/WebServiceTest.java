package dev.graft.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebServiceTest {
    private static final int REQUESTS = 40;

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static WebService.Service service;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        Path photos = folder.resolve("photos");
        Path run = folder.resolve("run");
        Pictures.folders(photos, 2, 5, 48);
        Console.of(() -> new FeatureExtraction()
                .main(photos.toString(), "--model", "graft-nano", "--epochs", "1", "--out", run.toString()));
        service = new WebService.Service(run, 0, Duration.ofMillis(5));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + "/predict"));
    }

    private HttpResponse<String> post(byte[] bytes) throws IOException, InterruptedException {
        return client.send(
                request().POST(HttpRequest.BodyPublishers.ofByteArray(bytes)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void manyRequestsAtOnceGetWhatOneGets() throws Exception {
        byte[] photo = Files.readAllBytes(folder.resolve("photos/airplane/0.png"));
        HttpResponse<String> alone = post(photo);
        assertThat(alone.statusCode()).isEqualTo(200);
        assertThat(alone.body()).contains("\"label\":\"airplane\"").contains("\"label\":\"automobile\"");
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            answers.add(client.sendAsync(
                    request()
                            .POST(HttpRequest.BodyPublishers.ofByteArray(photo))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        String first = alone.body().substring(0, alone.body().indexOf("probability"));
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
            assertThat(answer.get().body()).startsWith(first);
        }
    }

    @Test
    void whatIsNoImageIsTheAskersMistake() throws Exception {
        HttpResponse<String> answer = post(new byte[] {1, 2, 3});
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"image: not an image: expected JPEG, ");
        HttpResponse<String> asked = client.send(request().GET().build(), HttpResponse.BodyHandlers.ofString());
        assertThat(asked.statusCode()).isEqualTo(405);
    }

    @Test
    void aRunIsNeeded() {
        assertThatThrownBy(() -> new WebService().main())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected RUN, the folder of a run");
        assertThatThrownBy(() -> new WebService().main("run", "--port", "70000"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--port: expected 0 to 65535, found 70000");
    }
}
