package online.speka.worker.engine.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import online.speka.contract.catalog.EngineSpec;
import org.jspecify.annotations.Nullable;

/// The way to one upstream server. No proxy and no redirect: the server is beside the worker, and
/// nothing it answers sends a prompt elsewhere.
final class Upstream implements AutoCloseable {

  private final EngineSpec.Http spec;
  private final @Nullable String apiKey;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;

  Upstream(EngineSpec.Http spec, @Nullable String apiKey) {
    this.spec = spec;
    this.apiKey = apiKey;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(spec.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .executor(executor)
            .build();
  }

  HttpClient client() {
    return client;
  }

  EngineSpec.Http spec() {
    return spec;
  }

  HttpRequest post(String path, byte[] body, String traceparent, boolean streaming) {
    HttpRequest.Builder request =
        to(path)
            .header("Content-Type", "application/json")
            .header("Accept", streaming ? "text/event-stream" : "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (!traceparent.isEmpty()) {
      request.header("traceparent", traceparent);
    }
    return request.build();
  }

  HttpRequest models(Duration timeout) {
    return to("/models").timeout(timeout).GET().build();
  }

  private HttpRequest.Builder to(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    request.header("User-Agent", "speka-worker");
    if (apiKey != null) {
      request.header("Authorization", "Bearer " + apiKey);
    }
    return request;
  }

  private URI uri(String path) {
    String base = spec.baseUrl().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  @Override
  public void close() {
    client.shutdownNow();
    executor.shutdownNow();
  }
}
