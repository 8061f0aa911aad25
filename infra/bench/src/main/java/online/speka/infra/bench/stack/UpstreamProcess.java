package online.speka.infra.bench.stack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import online.speka.infra.bench.upstream.UpstreamApplication;

/// The fixed-delay upstream as a process of its own.
public final class UpstreamProcess implements AutoCloseable {

  private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final int LOOKS_MAX = 400;

  private final ChildProcess child;
  private final int port;

  private UpstreamProcess(ChildProcess child, int port) {
    this.child = child;
    this.port = port;
  }

  /// @param port 0 for any
  public static UpstreamProcess start(int port, String model, Path directory) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A small heap and the simplest collector: pauses stay under a millisecond. The first compiler
    // only, so that what it costs does not change in the middle of a run.
    command.addAll(
        List.of("-Xms96m", "-Xmx96m", "-Xmn64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:-UsePerfData"));
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add(UpstreamApplication.class.getName());
    command.addAll(List.of("--port", "" + port, "--model", model));
    ChildProcess child =
        ChildProcess.start(
            "The upstream",
            command,
            Map.of("CLASSPATH", System.getProperty("java.class.path")),
            new ChildProcess.Where(
                Path.of("").toAbsolutePath(), directory.resolve("upstream.log"), STOP_WAIT_MAX));
    return new UpstreamProcess(child, awaitPort(child));
  }

  private static int awaitPort(ChildProcess child) {
    for (int look = 0; look < LOOKS_MAX; look++) {
      OptionalInt port =
          child.logLines().stream()
              .filter(line -> line.startsWith(UpstreamApplication.READY))
              .mapToInt(
                  line -> Integer.parseInt(line.substring(UpstreamApplication.READY.length())))
              .findFirst();
      if (port.isPresent()) {
        return port.getAsInt();
      }
      if (!child.isAlive()) {
        throw child.ended();
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    child.close();
    throw new StackException("The upstream did not get ready in time.");
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + port + "/v1");
  }

  public long pid() {
    return child.pid();
  }

  @Override
  public void close() {
    child.close();
  }
}
