package online.speka.infra.bench.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the metrics endpoint of every process that has one.
public final class PrometheusScraper implements AutoCloseable {

  private static final Duration WAIT_MAX = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(WAIT_MAX).build();
  private final List<ReadyFile.PlatformProcess> processes;

  public PrometheusScraper(List<ReadyFile.PlatformProcess> processes) {
    this.processes = processes;
  }

  /// Texts by role (with the pid where a role has several processes); a process that does not
  /// answer is left out.
  public Map<String, String> read() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (ReadyFile.PlatformProcess process : processes) {
      String url = process.url();
      if (url != null && url.startsWith("http://")) {
        String text = get(url);
        if (!text.isEmpty()) {
          boolean taken = texts.containsKey(process.role());
          texts.put(taken ? process.role() + " " + process.pid() : process.role(), text);
        }
      }
    }
    return texts;
  }

  private String get(String url) {
    URI uri = URI.create(url).resolve("/actuator/prometheus");
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(WAIT_MAX).build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? response.body() : "";
    } catch (IOException _) {
      return "";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
