package online.speka.worker.publishing;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one connection to Redis: makes a new one when it breaks, and finds out whether the Redis
/// behind it is still the same process.
final class RedisReconnect {

  private static final Logger LOG = LoggerFactory.getLogger(RedisReconnect.class);
  private static final Pattern RUN_ID = Pattern.compile("(?m)^run_id:(\\w+)");
  private static final Duration PAUSE_MIN = Duration.ofMillis(20);

  private final Supplier<CompletableFuture<StatefulRedisConnection<byte[], byte[]>>> connector;
  private final Backoff backoff;
  private final AtomicReference<@Nullable StatefulRedisConnection<byte[], byte[]>> current =
      new AtomicReference<>();
  private FrameTransport.@Nullable Listener listener;
  // Connecting is one chain of steps, so these are seen by one thread at a time.
  private volatile @Nullable String runId;
  private volatile Duration pause = PAUSE_MIN;
  private volatile boolean closed;

  RedisReconnect(
      Supplier<CompletableFuture<StatefulRedisConnection<byte[], byte[]>>> connector,
      Backoff backoff) {
    this.connector = connector;
    this.backoff = backoff;
  }

  /// @param pauseMax longest pause between two attempts
  record Backoff(ScheduledExecutorService timer, Duration pauseMax) {}

  void start(FrameTransport.Listener toTell) {
    listener = toTell;
    connect();
  }

  @Nullable StatefulRedisConnection<byte[], byte[]> current() {
    return current.get();
  }

  void reset() {
    StatefulRedisConnection<byte[], byte[]> broken = current.getAndSet(null);
    if (broken != null) {
      var _ = broken.closeAsync();
      again();
    }
  }

  void close() {
    closed = true;
    StatefulRedisConnection<byte[], byte[]> last = current.getAndSet(null);
    if (last != null) {
      last.close();
    }
  }

  private void connect() {
    if (closed) {
      return;
    }
    var _ =
        connector
            .get()
            .whenComplete(
                (connection, failure) -> {
                  if (failure != null) {
                    LOG.atDebug().setCause(failure).log("Redis cannot be reached");
                    again();
                  } else {
                    ask(connection);
                  }
                });
  }

  private void ask(StatefulRedisConnection<byte[], byte[]> connection) {
    var _ =
        connection
            .async()
            .info("server")
            .whenComplete(
                (info, failure) -> {
                  if (failure != null || !connection.isOpen()) {
                    var _ = connection.closeAsync();
                    again();
                  } else {
                    use(connection, runId(info).orElse(""));
                  }
                });
  }

  private void use(StatefulRedisConnection<byte[], byte[]> connection, String newRunId) {
    boolean another = runId != null && !newRunId.equals(runId);
    runId = newRunId;
    connection.setAutoFlushCommands(false);
    connection.addListener(
        new RedisConnectionStateAdapter() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            onDisconnected(connection);
          }
        });
    StatefulRedisConnection<byte[], byte[]> before = current.getAndSet(connection);
    if (before != null) {
      var _ = before.closeAsync();
    }
    if (closed || !connection.isOpen()) {
      reset();
      return;
    }
    LOG.atInfo().addKeyValue("restarted", another).log("Publishing to Redis");
    if (listener != null) {
      listener.connected(another);
    }
  }

  private void onDisconnected(StatefulRedisConnection<byte[], byte[]> connection) {
    if (!current.compareAndSet(connection, null)) {
      return;
    }
    if (listener != null) {
      listener.disconnected();
    }
    if (!closed) {
      LOG.atWarn().log("Redis connection lost: frames are kept and sent again");
      again();
    }
  }

  private void again() {
    if (closed) {
      return;
    }
    Duration wait = pause;
    pause =
        wait.multipliedBy(2).compareTo(backoff.pauseMax()) < 0
            ? wait.multipliedBy(2)
            : backoff.pauseMax();
    var _ = backoff.timer().schedule(this::connect, wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// A batch was acknowledged: the next pause is short again.
  void healthy() {
    pause = PAUSE_MIN;
  }

  private static Optional<String> runId(String info) {
    Matcher matcher = RUN_ID.matcher(info);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
