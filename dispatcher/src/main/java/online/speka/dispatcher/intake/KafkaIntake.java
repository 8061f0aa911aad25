package online.speka.dispatcher.intake;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The poll loop: one thread, one consumer at a time. A consumer that fails for good is replaced;
/// what it owned is taken over again, by this process or another.
final class KafkaIntake {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaIntake.class);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final IntakeParts parts;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable KafkaIntakeSession session;

  KafkaIntake(Supplier<Consumer<byte[], byte[]>> consumers, IntakeParts parts) {
    this.consumers = consumers;
    this.parts = parts;
    this.thread = Thread.ofPlatform().name("speka-intake").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Stops reading, commits, and leaves the group.
  void close() {
    closing.countDown();
    KafkaIntakeSession current = session;
    if (current != null) {
      current.wake();
    }
    try {
      thread.join(parts.properties().closeTimeout().multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether the group has given this process its share of the models.
  boolean hasJoined() {
    KafkaIntakeSession current = session;
    return current != null && current.hasJoined() && holdsLease();
  }

  private boolean holdsLease() {
    return parts.lease().holds(parts.clock().get().nanos());
  }

  private void run() {
    while (!isClosing()) {
      try {
        runSession();
      } catch (KafkaException | IllegalStateException e) {
        LOG.atError().setCause(e).log("intake failed; it joins the group anew");
        pause();
      }
    }
  }

  private void runSession() {
    KafkaIntakeSession current = new KafkaIntakeSession(consumers.get(), parts);
    session = current;
    try {
      while (!isClosing()) {
        current.runOnce();
      }
    } finally {
      session = null;
      current.close();
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void pause() {
    try {
      var _ = closing.await(parts.properties().restartDelay().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
