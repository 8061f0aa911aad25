package online.speka.infra.bench.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// A process of ours with its log in a file. Its standard input is a pipe that ends when we do.
final class ChildProcess implements AutoCloseable {

  private static final int LOG_LINES_SHOWN = 15;

  /// What it started should end with it; this is for the last words.
  private static final Duration LEFTOVER_WAIT_MAX = Duration.ofSeconds(5);

  private final String name;
  private final Process process;
  private final Where where;

  private ChildProcess(String name, Process process, Where where) {
    this.name = name;
    this.process = process;
    this.where = where;
  }

  static ChildProcess start(
      String name, List<String> command, Map<String, String> environment, Where where) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(where.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(where.log().toFile());
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      Files.writeString(where.pidFile(), process.pid() + "\n");
      return new ChildProcess(name, process, where);
    } catch (IOException e) {
      throw new StackException("Cannot start " + name + ": " + e.getMessage());
    }
  }

  /// @param directory it runs in
  /// @param log gets what it prints
  /// @param stopWaitMax how long it may take to end in order
  record Where(Path directory, Path log, Duration stopWaitMax) {

    /// By which the script that started us knows what to end if we cannot.
    Path pidFile() {
      return log.resolveSibling(log.getFileName() + ".pid");
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Its log up to now; bounded by what a start writes.
  List<String> logLines() {
    try (Stream<String> lines = Files.lines(where.log(), StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> !line.isBlank()).toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  /// What to say when it has ended and should not have.
  StackException ended() {
    List<String> lines = logLines();
    String tail =
        String.join(
            "\n  ", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    return new StackException(name + " ended instead of getting ready. Its last words:\n  " + tail);
  }

  /// SIGTERM, then patience, then SIGKILL for it and whatever it started that is still there.
  @Override
  public void close() {
    List<ProcessHandle> tree =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    process.destroy();
    await(Stream.of(process.toHandle()), where.stopWaitMax());
    await(tree.stream(), LEFTOVER_WAIT_MAX);
    tree.forEach(ProcessHandle::destroyForcibly);
    try {
      Files.deleteIfExists(where.pidFile());
    } catch (IOException _) {
      // It names a process that is gone; nothing follows from it.
    }
  }

  private void await(Stream<ProcessHandle> processes, Duration most) {
    CompletableFuture<?>[] ends =
        processes.map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException _) {
      System.err.println("bench: " + name + " or what it started does not end; killing it.");
    }
  }
}
