package online.speka.infra.services.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which process serves a data directory, so that the next start can end one that was left
 * behind.
 *
 * <p>A pid alone proves nothing, since numbers are given out again: a process is only touched when
 * its command line names the directory or, where command lines cannot be read, when it was started
 * at the recorded moment.
 */
final class PidFile {

  private static final Logger log = LoggerFactory.getLogger(PidFile.class);

  /** Start times are derived from the wall clock, which may be corrected between two readings. */
  private static final Duration START_TIME_TOLERANCE = Duration.ofSeconds(2);

  private static final Duration REAP_WAIT_MAX = Duration.ofSeconds(5);

  private final Path file;
  private final Path directory;

  PidFile(Path directory, String name) {
    this.directory = directory;
    this.file = directory.resolve(name + ".pid");
  }

  void write(Process process) {
    long startedAtMs =
        process.toHandle().info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    try {
      Files.writeString(file, process.pid() + " " + startedAtMs + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /**
   * Ends the process of an earlier run, if it still runs: first by its own signal, then by force.
   */
  void reap(Signal stopSignal) {
    Optional<ProcessHandle> leftover = recorded();
    if (leftover.isEmpty()) {
      return;
    }
    ProcessHandle process = leftover.get();
    log.atInfo()
        .addKeyValue("pid", process.pid())
        .addKeyValue("directory", directory)
        .log("ending a leftover process");
    stopSignal.send(process.pid());
    // One that was frozen by a debugger or a fault test would never see the signal.
    ProcessTree.signal(process, Signal.CONT);
    if (!ProcessTree.await(process, Deadline.in(REAP_WAIT_MAX))) {
      ProcessTree.kill(process, REAP_WAIT_MAX);
    }
  }

  private Optional<ProcessHandle> recorded() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      String[] fields = Files.readString(file).strip().split(" ", 2);
      long pid = Long.parseLong(fields[0]);
      long startedAtMs = Long.parseLong(fields[1]);
      return ProcessHandle.of(pid)
          .filter(ProcessTree::isRunning)
          .filter(handle -> isOurs(handle, startedAtMs));
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      log.atWarn().addKeyValue("file", file).log("ignoring an unreadable pid file");
      return Optional.empty();
    }
  }

  private boolean isOurs(ProcessHandle handle, long startedAtMs) {
    ProcessHandle.Info info = handle.info();
    return info.commandLine()
        .map(line -> line.contains(directory + File.separator))
        .or(() -> info.startInstant().map(start -> isNear(start, startedAtMs)))
        .orElse(false);
  }

  private static boolean isNear(Instant start, long startedAtMs) {
    return Math.abs(start.toEpochMilli() - startedAtMs) <= START_TIME_TOLERANCE.toMillis();
  }
}
