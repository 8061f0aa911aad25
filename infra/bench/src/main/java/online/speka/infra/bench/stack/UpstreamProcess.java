package online.speka.infra.bench.stack;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import online.speka.infra.bench.upstream.UpstreamApplication;

/// The fixed-delay upstream as a process of its own.
public final class UpstreamProcess implements AutoCloseable {

  /// A small heap and the simplest collector: pauses stay under a millisecond. The first compiler
  /// only, so that what it costs does not change in the middle of a run.
  private static final List<String> FLAGS =
      List.of("-Xms96m", "-Xmx96m", "-Xmn64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final JavaServer server;

  private UpstreamProcess(JavaServer server) {
    this.server = server;
  }

  /// @param port 0 for any
  public static UpstreamProcess start(int port, String model, Path directory) {
    List<String> arguments = List.of("--port", "" + port, "--model", model);
    return new UpstreamProcess(
        JavaServer.start(
            new JavaServer.Wanted(
                "upstream", UpstreamApplication.class, FLAGS, arguments, UpstreamApplication.READY),
            directory));
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + server.port() + "/v1");
  }

  public long pid() {
    return server.pid();
  }

  @Override
  public void close() {
    server.close();
  }
}
