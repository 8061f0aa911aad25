package online.speka.worker.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.LMoveArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.wire.RedisNames;
import online.speka.worker.running.HeldJobs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The inbox as a Redis list. Its connection is never repaired behind our back: after a break, what
/// was moved out of the inbox without our hearing of it lies in the list of taken ones, and is
/// looked at first.
final class RedisInbox implements Inbox {

  private static final Logger LOG = LoggerFactory.getLogger(RedisInbox.class);
  private static final Duration PAUSE_MIN = Duration.ofMillis(20);
  private static final LMoveArgs RIGHT_LEFT = LMoveArgs.Builder.rightLeft();

  private final RedisClient singleUse;
  private final IntakeProperties properties;
  private final HeldJobs heldJobs;
  private final AssignmentIntake intake;
  private final RedisCancels cancels;
  private final byte[] inbox;
  private final byte[] taken;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  RedisInbox(
      WorkerId worker,
      RedisClient singleUse,
      IntakeProperties properties,
      HeldJobs heldJobs,
      AssignmentIntake intake,
      RedisCancels cancels) {
    this.singleUse = singleUse;
    this.properties = properties;
    this.heldJobs = heldJobs;
    this.intake = intake;
    this.cancels = cancels;
    this.inbox = RedisNames.inbox(worker).getBytes(US_ASCII);
    this.taken = RedisNames.taken(worker).getBytes(US_ASCII);
  }

  @Override
  public synchronized void start() {
    thread = Thread.ofVirtual().name("inbox").start(this::run);
  }

  @Override
  public void stop() throws InterruptedException {
    stopping.countDown();
    Thread running;
    synchronized (this) {
      running = thread;
    }
    // One wait for the inbox, then what is left in it; more only if Redis does not answer.
    Duration waitMax = properties.blockMax().multipliedBy(3);
    if (running != null && !running.join(waitMax)) {
      running.interrupt();
    }
  }

  private void run() {
    Duration pause = PAUSE_MIN;
    try {
      // A job must not run whose cancel cannot be heard.
      cancels.subscribe(stopping);
      do {
        try (StatefulRedisConnection<byte[], byte[]> connection =
            singleUse.connect(ByteArrayCodec.INSTANCE)) {
          connection.setTimeout(properties.blockMax().multipliedBy(2));
          LOG.atInfo().log("Taking assignments");
          takeAll(connection);
        } catch (RedisException e) {
          LOG.atDebug().setCause(e).log("Inbox not readable");
        }
        pause = longer(pause);
      } while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeAll(StatefulRedisConnection<byte[], byte[]> connection)
      throws InterruptedException {
    RedisCommands<byte[], byte[]> redis = connection.sync();
    takeAgain(redis);
    while (stopping.getCount() > 0) {
      heldJobs.awaitRoom();
      byte[] next =
          redis.blmove(inbox, taken, RIGHT_LEFT, properties.blockMax().toMillis() / 1000.0);
      hold(connection, next);
    }
    byte[] left = redis.lmove(inbox, taken, RIGHT_LEFT);
    while (left != null) {
      hold(connection, left);
      left = redis.lmove(inbox, taken, RIGHT_LEFT);
    }
    redis.del(inbox, taken);
  }

  private void hold(
      StatefulRedisConnection<byte[], byte[]> connection, byte @Nullable [] assignment) {
    if (assignment != null) {
      intake.take(assignment);
      // Not waited for: the next command on this connection comes after it.
      var _ = connection.async().lpop(taken);
    }
  }

  /// What was taken and perhaps not held when the last connection broke.
  private void takeAgain(RedisCommands<byte[], byte[]> redis) throws InterruptedException {
    byte[] oldest = redis.lindex(taken, -1);
    while (oldest != null) {
      heldJobs.awaitRoom();
      intake.take(oldest);
      redis.rpop(taken);
      oldest = redis.lindex(taken, -1);
    }
  }

  private Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(properties.reconnectMax()) < 0 ? twice : properties.reconnectMax();
  }
}
