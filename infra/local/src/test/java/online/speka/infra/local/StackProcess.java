package online.speka.infra.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import online.speka.infra.services.process.Ports;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole stack as a user runs it, in processes of its own, so that they can be killed.
final class StackProcess implements AutoCloseable {

  private static final Duration READY_WAIT_MAX = Duration.ofMinutes(2);
  private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(60);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Process launcher;
  private final Path data;
  private final HttpClient http = HttpClient.newHttpClient();

  private StackProcess(Process launcher, Path data) {
    this.launcher = launcher;
    this.data = data;
  }

  /// Returns when the stack is ready.
  ///
  /// @param environment `SPEKA_*` beside ports and data, which are chosen here
  static StackProcess start(Path data, Map<String, String> environment) throws IOException {
    Path output = data.resolve("launcher.out");
    Files.createDirectories(data);
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx640m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                LocalApplication.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    int[] ports = Ports.free(2);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("SPEKA_DATA", data.toString());
    builder.environment().put("SPEKA_PORT", Integer.toString(ports[0]));
    builder.environment().put("SPEKA_CONSOLE_PORT", Integer.toString(ports[1]));
    builder.environment().put("SPEKA_CLASS_ARCHIVE", "false");
    builder.environment().putAll(environment);
    StackProcess stack = new StackProcess(builder.start(), data);
    try {
      Awaitility.await("the stack to be ready; see " + output)
          .atMost(READY_WAIT_MAX)
          .pollInterval(Duration.ofMillis(100))
          .failFast("the launcher ended; see " + output, () -> !stack.launcher.isAlive())
          .until(() -> Files.readString(output).contains("READY "));
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  String apiUrl() {
    return ready().get("api").asString();
  }

  String key() {
    return ready().get("key").asString();
  }

  String jdbcUrl() {
    return urls("postgres").getFirst();
  }

  List<String> urls(String role) {
    return processes(role).stream().map(p -> p.get("url").asString()).toList();
  }

  List<Long> pids(String role) {
    return processes(role).stream().map(p -> p.get("pid").asLong()).toList();
  }

  /// The sum of a metric over all processes of a role, or 0 where it does not exist.
  double metric(String role, String name) {
    return urls(role).stream().mapToDouble(url -> metricAt(url, name)).sum();
  }

  double metricAt(String url, String name) {
    return get(url + "/actuator/prometheus")
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  private String get(String url) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private List<JsonNode> processes(String role) {
    return ready()
        .get("processes")
        .valueStream()
        .filter(process -> process.get("role").asString().equals(role))
        .toList();
  }

  private JsonNode ready() {
    try {
      return MAPPER.readTree(Files.readAllBytes(data.resolve("ready.json")));
    } catch (IOException e) {
      throw new IllegalStateException("the stack is not ready", e);
    }
  }

  @Override
  public void close() {
    launcher.destroy();
    try {
      if (!launcher.waitFor(STOP_WAIT_MAX.toSeconds(), TimeUnit.SECONDS)) {
        launcher.destroyForcibly();
        throw new IllegalStateException("the launcher did not stop within " + STOP_WAIT_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
