package online.speka.infra.faults.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Asks parts whether they work. Services have been asked by the launcher.
final class Readiness implements AutoCloseable {

  private static final Duration PROBE_MAX = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PROBE_MAX).build();

  boolean isReady(String url) {
    if (!url.startsWith("http://")) {
      return true;
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url).resolve("/actuator/health/readiness"))
            .timeout(PROBE_MAX)
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
