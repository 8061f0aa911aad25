package online.speka.infra.services.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that runs as a child of this JVM and does not outlive it.
 *
 * <p>Its output goes to a log in the data directory, its pid to a file beside it. It is stopped by
 * {@link ShutdownSequence} when the JVM ends, and ends by itself when the JVM is killed.
 */
public final class ChildProcess implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);
  private static final Duration PROBE_INTERVAL = Duration.ofMillis(20);
  private static final Duration KILL_WAIT_MAX = Duration.ofSeconds(10);
  private static final int TAIL_LINES = 12;

  private final ChildCommand command;
  private final Process process;
  private final ChildLog output;
  private final ShutdownSequence.Step atShutdown;

  private ChildProcess(ChildCommand command, Process process, ChildLog output) {
    this.command = command;
    this.process = process;
    this.output = output;
    this.atShutdown = ShutdownSequence.ofThisJvm().add(command.name(), this);
    var _ = process.onExit().thenRun(atShutdown::cancel);
  }

  public static ChildProcess start(ChildCommand command, DataDirectory directory) {
    try {
      ChildLog output = ChildLog.open(directory, command.name());
      ProcessBuilder builder =
          new ProcessBuilder(apartFromTerminal(command.arguments()))
              .directory(directory.path().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.file().toFile()));
      builder.environment().putAll(command.environment());
      Process process = builder.start();
      try {
        directory.pidFile(command.name()).write(process);
        if (!command.watchesParent()) {
          ParentGuard.over(process, command);
        }
        return new ChildProcess(command, process, output);
      } catch (RuntimeException e) {
        process.destroyForcibly();
        throw e;
      }
    } catch (IOException e) {
      throw new ServiceException(
          "Cannot start %s (%s): %s."
              .formatted(command.name(), command.arguments().getFirst(), e.getMessage()),
          e);
    }
  }

  /**
   * Ctrl-C goes to every process of the terminal's group. Children leave that group, so that they
   * are stopped in order and not while the application still needs them. Where {@code setsid} is
   * missing (macOS) they stay in it.
   */
  private static List<String> apartFromTerminal(List<String> arguments) {
    Path setsid = Path.of("/usr/bin/setsid");
    if (!Files.isExecutable(setsid)) {
      return arguments;
    }
    List<String> line = new ArrayList<>(List.of(setsid.toString()));
    line.addAll(arguments);
    return line;
  }

  /**
   * Returns when the probe is content; ends the process and throws when it is not within the
   * deadline.
   */
  public void awaitReady(Probe probe, Deadline deadline) {
    while (true) {
      Optional<String> complaint = probe.complaint();
      if (complaint.isEmpty()) {
        return;
      }
      if (!process.isAlive()) {
        throw failure("exited with status " + process.exitValue() + " while starting");
      }
      if (deadline.hasPassed()) {
        kill();
        throw failure(
            "did not answer within %d s (%s)"
                .formatted(deadline.allowed().toSeconds(), complaint.get()));
      }
      awaitExit(PROBE_INTERVAL);
    }
  }

  private ServiceException failure(String what) {
    List<String> tail = output.tail(TAIL_LINES);
    if (tail.stream().anyMatch(line -> line.contains("No space left on device"))) {
      return new ServiceException(
          "%s %s because the disk is full: free some space or set %s to another disk."
              .formatted(command.name(), what, DataDirectory.SETTING));
    }
    return new ServiceException(
        "%s %s; its log %s ends with:%n  %s"
            .formatted(
                command.name(),
                what,
                output.file(),
                String.join(System.lineSeparator() + "  ", tail)));
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes when the process ends, for whatever reason. */
  public CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  public Path logFile() {
    return output.file();
  }

  /** The last lines that this run printed. */
  public List<String> logTail() {
    return output.tail(TAIL_LINES);
  }

  /** To it and to what it started. */
  public void signal(Signal signal) {
    ProcessTree.signal(process.toHandle(), signal);
  }

  /** SIGKILL, to it and to what it started; gone when this returns. */
  public void kill() {
    if (!ProcessTree.kill(process.toHandle(), KILL_WAIT_MAX) || !awaitExit(KILL_WAIT_MAX)) {
      throw new ServiceException(
          "%s (process %d) does not end even by SIGKILL: the disk it writes to may hang."
              .formatted(command.name(), process.pid()));
    }
  }

  /** Asks it to end in order, and kills it when it takes too long. Gone when this returns. */
  public void stop() {
    if (!process.isAlive()) {
      return;
    }
    command.stopSignal().send(process.pid());
    // A fault test may have frozen it; frozen processes see no signal but this one and SIGKILL.
    ProcessTree.signal(process.toHandle(), Signal.CONT);
    if (!awaitExit(command.stopWaitMax())) {
      log.atWarn()
          .addKeyValue("name", command.name())
          .addKeyValue("waited", command.stopWaitMax())
          .log("did not end in time, killing it");
      kill();
    }
  }

  private boolean awaitExit(Duration waitMax) {
    try {
      return process.waitFor(waitMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ProcessTree.kill(process.toHandle(), KILL_WAIT_MAX);
      throw new ServiceException(
          "Interrupted while waiting for " + command.name() + ", which was killed.", e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
