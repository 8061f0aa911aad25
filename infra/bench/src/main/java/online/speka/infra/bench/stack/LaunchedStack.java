package online.speka.infra.bench.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// The platform, started by its launcher on a data directory that is gone afterwards.
public final class LaunchedStack implements AutoCloseable {

  /// How the platform is started, by anybody.
  private static final List<String> COMMAND =
      List.of("mvn", "-q", "-pl", "infra/local", "-am", "spring-boot:run");

  private static final String READY_FILE = "ready.json";
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  /// A first start unpacks binaries and may download artifacts.
  private static final int LOOKS_MAX = 3_000;

  private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(40);
  private static final int GONE_LOOKS_MAX = 50;

  private final ChildProcess launcher;
  private final Path data;
  private final ReadyFile ready;

  private LaunchedStack(ChildProcess launcher, Path data, ReadyFile ready) {
    this.launcher = launcher;
    this.data = data;
    this.ready = ready;
  }

  /// What to start.
  ///
  /// @param root of the sources
  /// @param scratch an empty directory that is ours
  /// @param upstream value of `SPEKA_UPSTREAM`
  /// @param topology value of `SPEKA_TOPOLOGY`; empty for none
  /// @param more of the environment; it wins over what is set here
  public record Wanted(
      Path root, Path scratch, String upstream, String topology, Map<String, String> more) {
    public Wanted {
      more = Map.copyOf(more);
    }

    /// Where all of it will be.
    public Path data() {
      return scratch.resolve("data");
    }

    public Wanted(Path root, Path scratch, String upstream, String topology) {
      this(root, scratch, upstream, topology, Map.of());
    }
  }

  /// Returns when it is ready.
  ///
  /// @param progress gets the launcher's last line now and then
  public static LaunchedStack start(Wanted wanted, Consumer<String> progress) {
    return start(COMMAND, wanted, progress);
  }

  /// The same by another command.
  public static LaunchedStack start(
      List<String> command, Wanted wanted, Consumer<String> progress) {
    Path data = wanted.data();
    ChildProcess launcher =
        ChildProcess.start(
            "The launcher",
            command,
            environment(wanted, data),
            new ChildProcess.Where(
                wanted.root(), wanted.scratch().resolve("launcher.log"), STOP_WAIT_MAX));
    try {
      return new LaunchedStack(
          launcher, data, awaitReady(launcher, data.resolve(READY_FILE), progress));
    } catch (RuntimeException e) {
      launcher.close();
      throw e;
    }
  }

  private static Map<String, String> environment(Wanted wanted, Path data) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SPEKA_DATA", data.toString());
    environment.put("SPEKA_PORT", "" + freePort());
    environment.put("SPEKA_CONSOLE_PORT", "" + freePort());
    environment.put("SPEKA_UPSTREAM", wanted.upstream());
    // Its data lives for one start.
    environment.put("SPEKA_CLASS_ARCHIVE", "false");
    if (!wanted.topology().isEmpty()) {
      environment.put("SPEKA_TOPOLOGY", wanted.topology());
    }
    environment.putAll(wanted.more());
    return environment;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }

  private static ReadyFile awaitReady(ChildProcess launcher, Path file, Consumer<String> progress) {
    for (int look = 0; look < LOOKS_MAX; look++) {
      List<String> lines = launcher.logLines();
      // The line comes after the file is whole.
      if (lines.stream().anyMatch(line -> line.startsWith("READY ")) && Files.exists(file)) {
        return ReadyFile.read(file);
      }
      if (!launcher.isAlive()) {
        throw launcher.ended();
      }
      progress.accept(lines.isEmpty() ? "" : lines.getLast());
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    throw new StackException("The platform did not get ready in ten minutes.");
  }

  /// As it was when all was ready.
  public ReadyFile ready() {
    return ready;
  }

  /// As it is now: a process that came back has another pid.
  public ReadyFile readyNow() {
    Path file = data.resolve(READY_FILE);
    return Files.exists(file) ? ReadyFile.read(file) : ready;
  }

  /// For whoever makes accounts.
  public AdminAddress admin() {
    return AdminAddress.read(data.resolve(READY_FILE));
  }

  /// Where the platform keeps everything.
  public Path data() {
    return data;
  }

  /// Stops all of it. What the launcher leaves behind is killed, and named.
  @Override
  public void close() {
    ReadyFile last = readyNow();
    launcher.close();
    for (ReadyFile.PlatformProcess process : last.processes()) {
      ProcessHandle.of(process.pid()).ifPresent(handle -> reap(process, handle));
    }
  }

  private static void reap(ReadyFile.PlatformProcess process, ProcessHandle handle) {
    for (int look = 0; look < GONE_LOOKS_MAX && handle.isAlive(); look++) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    if (handle.isAlive()) {
      System.err.println(
          "bench: " + process.role() + " (pid " + process.pid() + ") was left behind; killing it.");
      handle.destroyForcibly();
    }
  }
}
