package online.speka.infra.services;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import online.speka.infra.services.process.ChildCommand;
import online.speka.infra.services.process.ChildProcess;
import online.speka.infra.services.process.DataDirectory;
import online.speka.infra.services.process.Deadline;
import online.speka.infra.services.process.Probe;
import online.speka.infra.services.process.ServiceException;
import online.speka.infra.services.process.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that runs as a child process on a fixed port and data directory.
 *
 * <p>{@code running → kill() or a crash → down → restart() → running}, as often as wanted; {@code
 * close()} is the end and releases the directory. Every method returns within a named bound.
 */
public abstract sealed class LocalServer implements AutoCloseable
    permits KafkaServer, RedisServer, PostgresServer {

  private static final Logger log = LoggerFactory.getLogger(LocalServer.class);

  static final String HOST = "127.0.0.1";

  /** Ample for a cold cache on a busy machine; a healthy start takes under three seconds. */
  private static final Duration START_WAIT_MAX = Duration.ofSeconds(60);

  private static final int START_ATTEMPTS_MAX = 20;
  private static final Duration START_ATTEMPT_PAUSE = Duration.ofMillis(250);

  private final String name;
  private final int port;
  private final DataDirectory directory;
  private final ReentrantLock transitions = new ReentrantLock();
  private volatile ServerState state = new ServerState.Down();

  LocalServer(String name, int port, DataDirectory directory) {
    this.name = name;
    this.port = port;
    this.directory = directory;
  }

  /** Prepares files and describes the process; called before every start. */
  abstract ChildCommand command();

  abstract Probe probe();

  abstract void requireFreePorts();

  /** Whether a start that ended with this log is worth another attempt. */
  boolean isPassing(String logTail) {
    return false;
  }

  final DataDirectory directory() {
    return directory;
  }

  /** The first start; on failure the directory is released again. */
  final void open() {
    try {
      restart();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** What it is, as in {@code ready.json}: {@code kafka}, {@code redis} or {@code postgres}. */
  public final String name() {
    return name;
  }

  public final int port() {
    return port;
  }

  /** The process that serves now; it changes with every restart. */
  public final long pid() {
    return running().pid();
  }

  public final Path logFile() {
    return running().logFile();
  }

  public final boolean isAlive() {
    return state instanceof ServerState.Running(ChildProcess child) && child.isAlive();
  }

  /** Whether it should run and does not: it crashed, or somebody else killed it. */
  public final boolean hasDied() {
    return state instanceof ServerState.Running(ChildProcess child) && !child.isAlive();
  }

  /**
   * Completes when the process that serves now ends. Whether that was wanted is for the caller to
   * know.
   */
  public final CompletableFuture<Process> onExit() {
    return running().onExit();
  }

  /** Freezes all its processes (SIGSTOP) or lets them go on (SIGCONT), for fault tests. */
  public final void signal(Signal signal) {
    running().signal(signal);
  }

  /** SIGKILL: nothing is flushed, nothing is said to clients. */
  public final void kill() {
    end(ChildProcess::kill);
  }

  /** Ends it in order; {@link #restart()} brings it back. */
  public final void stop() {
    end(ChildProcess::stop);
  }

  private void end(Consumer<ChildProcess> how) {
    transitions.lock();
    try {
      if (state instanceof ServerState.Running(ChildProcess child)) {
        how.accept(child);
        state = new ServerState.Down();
      }
    } finally {
      transitions.unlock();
    }
  }

  /**
   * Starts it again on the same port and data, after stopping it if it runs. Returns when it
   * answers.
   */
  public final void restart() {
    transitions.lock();
    try {
      if (state instanceof ServerState.Closed) {
        throw new ServiceException(name + " was closed; start a new one.");
      }
      // The state stays as it is until the new process answers: a restart that fails is still a
      // server that died.
      if (state instanceof ServerState.Running(ChildProcess child)) {
        child.stop();
      }
      directory.reap(command());
      Deadline deadline = Deadline.in(START_WAIT_MAX);
      for (int attempt = 1; !startOnce(deadline, attempt == START_ATTEMPTS_MAX); attempt++) {
        deadline.pause(START_ATTEMPT_PAUSE);
      }
      log.atInfo()
          .addKeyValue("name", name)
          .addKeyValue("port", port)
          .addKeyValue("pid", pid())
          .addKeyValue("startMs", deadline.elapsed().toMillis())
          .log("ready");
    } finally {
      transitions.unlock();
    }
  }

  /** Whether it runs; false when the obstacle passes by itself and another attempt is allowed. */
  private boolean startOnce(Deadline deadline, boolean last) {
    requireFreePorts();
    ChildProcess child = ChildProcess.start(command(), directory);
    try {
      child.awaitReady(probe(), deadline);
      state = new ServerState.Running(child);
      return true;
    } catch (ServiceException e) {
      if (last || !isPassing(String.join("\n", child.logTail()))) {
        throw e;
      }
      return false;
    }
  }

  private ChildProcess running() {
    return state.child(name);
  }

  @Override
  public final void close() {
    transitions.lock();
    try {
      if (!(state instanceof ServerState.Closed)) {
        stop();
        state = new ServerState.Closed();
        directory.close();
      }
    } finally {
      transitions.unlock();
    }
  }
}
