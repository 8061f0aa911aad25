package online.speka.infra.bench.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import online.speka.infra.bench.bare.BareApplication;

/// The bare server as a process of its own, run by a JVM set up as the edge's is.
public final class BareProcess implements AutoCloseable {

  private static final List<String> FLAGS = List.of("-Xmx384m", "-XX:+UseSerialGC");
  private static final Duration WAIT_MAX = Duration.ofSeconds(5);

  private final JavaServer server;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(WAIT_MAX).build();

  private BareProcess(JavaServer server) {
    this.server = server;
  }

  /// @param channel of the edge that it stands beside
  public static BareProcess start(String redisUri, String channel, Path directory) {
    List<String> arguments = List.of("--redis", redisUri, "--channel", channel);
    return new BareProcess(
        JavaServer.start(
            new JavaServer.Wanted(
                "bare server", BareApplication.class, FLAGS, arguments, BareApplication.READY),
            directory));
  }

  /// How much came until now.
  ///
  /// @param messages of the channel
  /// @param frames in them
  /// @param dropped frames that there was no room for
  public record Counts(long messages, long frames, long dropped) {

    public Counts since(Counts earlier) {
      return new Counts(
          messages - earlier.messages, frames - earlier.frames, dropped - earlier.dropped);
    }
  }

  /// @throws StackException if it does not answer
  public Counts counts() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base().resolve("/counts")).timeout(WAIT_MAX).build();
    try {
      String[] numbers =
          http.send(request, HttpResponse.BodyHandlers.ofString()).body().split(" ", -1);
      return new Counts(
          Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    } catch (IOException e) {
      throw new StackException("The bare server does not answer: " + e);
    }
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  public long pid() {
    return server.pid();
  }

  @Override
  public void close() {
    http.shutdownNow();
    server.close();
  }
}
