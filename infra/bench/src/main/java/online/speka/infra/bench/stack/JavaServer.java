package online.speka.infra.bench.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/// A JVM of ours on our class path that says in its log which port it serves.
final class JavaServer implements AutoCloseable {

  private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final int LOOKS_MAX = 400;

  private final ChildProcess child;
  private final int port;

  private JavaServer(ChildProcess child, int port) {
    this.child = child;
    this.port = port;
  }

  /// What to start.
  ///
  /// @param name for people, and of its log
  /// @param ready what a line begins with that ends with the port
  record Wanted(
      String name, Class<?> main, List<String> flags, List<String> arguments, String ready) {}

  /// Returns when it is ready.
  static JavaServer start(Wanted wanted, Path directory) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(wanted.flags());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:-UsePerfData"));
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add(wanted.main().getName());
    command.addAll(wanted.arguments());
    ChildProcess child =
        ChildProcess.start(
            "The " + wanted.name(),
            command,
            Map.of("CLASSPATH", System.getProperty("java.class.path")),
            new ChildProcess.Where(
                Path.of("").toAbsolutePath(),
                directory.resolve(wanted.name().replace(' ', '-') + ".log"),
                STOP_WAIT_MAX));
    return new JavaServer(child, awaitPort(child, wanted));
  }

  private static int awaitPort(ChildProcess child, Wanted wanted) {
    for (int look = 0; look < LOOKS_MAX; look++) {
      OptionalInt port =
          child.logLines().stream()
              .filter(line -> line.startsWith(wanted.ready()))
              .mapToInt(line -> Integer.parseInt(line.substring(wanted.ready().length())))
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
    throw new StackException("The " + wanted.name() + " did not get ready in time.");
  }

  int port() {
    return port;
  }

  long pid() {
    return child.pid();
  }

  @Override
  public void close() {
    child.close();
  }
}
