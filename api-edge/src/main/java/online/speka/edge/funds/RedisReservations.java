package online.speka.edge.funds;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import online.speka.contract.wire.FundsGeneration;
import online.speka.contract.wire.RedisCall;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.RedisScripts;
import online.speka.contract.wire.WireFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps Redis and [OpenReservations] in step: reads which generation it is, tells a new one of
/// every reservation that stands, and gives back those of which no job comes. What fails is done
/// again with the next look.
final class RedisReservations implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisReservations.class);
  private static final byte[] GENERATION = RedisNames.FUNDS_GENERATION.getBytes(US_ASCII);

  private final Supplier<Optional<RedisAsyncCommands<byte[], byte[]>>> connection;
  private final OpenReservations reservations;
  private final Duration waitMax;
  private final Duration pauseMin;
  private final RedisScript reassert = new RedisScript(RedisScripts.REASSERT);
  private final RedisScript settle = new RedisScript(RedisScripts.SETTLE_TENANT);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private boolean failing;

  RedisReservations(
      Supplier<Optional<RedisAsyncCommands<byte[], byte[]>>> connection,
      OpenReservations reservations,
      FundsProperties properties) {
    this.connection = connection;
    this.reservations = reservations;
    this.waitMax = properties.waitMax();
    this.pauseMin = properties.pollPauseMin();
  }

  @Override
  public void run() {
    try {
      while (!stopped.await(pauseMin.toNanos(), TimeUnit.NANOSECONDS)) {
        runOnce();
        reservations.awaitNews();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  void runOnce() throws InterruptedException {
    reservations.sweep();
    RedisAsyncCommands<byte[], byte[]> redis = connection.get().orElse(null);
    if (redis == null) {
      return;
    }
    try {
      learn(answer(redis.get(GENERATION)));
      for (OpenReservations.Batch batch : reservations.untold()) {
        call(redis, reassert, ScriptOutputType.INTEGER, reassertion(batch));
        reservations.told(batch);
      }
      for (OpenReservations.Batch batch : reservations.returning()) {
        call(redis, settle, ScriptOutputType.MULTI, batch.funds().giveBack(batch.jobs()));
        reservations.returned(batch);
      }
      failing = false;
    } catch (RedisException | ExecutionException | TimeoutException | WireFormatException e) {
      report(e);
    }
  }

  private static RedisCall reassertion(OpenReservations.Batch batch) {
    return batch.funds().reassert(batch.reservations());
  }

  private void learn(byte @Nullable [] text) {
    FundsGeneration now = text == null ? null : FundsGeneration.parse(new String(text, US_ASCII));
    if (reservations.learn(now)) {
      LOG.atInfo()
          .setMessage("funds have a new generation, which is told of the reservations made here")
          .addKeyValue("generation", now)
          .addKeyValue("reservations", reservations.size())
          .log();
    }
  }

  private void call(
      RedisAsyncCommands<byte[], byte[]> redis,
      RedisScript script,
      ScriptOutputType output,
      RedisCall call)
      throws InterruptedException, ExecutionException, TimeoutException {
    Object _ = answer(script.<Object>run(redis, output, call.keys(), call.arguments()));
  }

  private <T> T answer(Future<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(waitMax.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Once for each time that Redis is away.
  private void report(Exception failure) {
    if (!failing) {
      LOG.atWarn()
          .setMessage("reservations are told to Redis when it is back")
          .addKeyValue("reservations", reservations.size())
          .addKeyValue("reason", failure.toString())
          .log();
    }
    failing = true;
  }

  @Override
  public void close() {
    stopped.countDown();
    reservations.lost();
  }
}
