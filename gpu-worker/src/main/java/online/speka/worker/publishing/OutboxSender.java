package online.speka.worker.publishing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves batches from the outbox to the transport, and what becomes of them back.
///
/// Never sends on a thread that brings an answer: that is the connection's own, on which a write
/// overtakes those that other threads have just asked for, and frames would leave out of order.
final class OutboxSender implements FrameTransport.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);

  private final ReentrantLock lock;
  private final Condition changed;
  private final Outbox outbox;
  private final FrameTransport transport;
  private final PublishingTimer timer;
  private final PublishingMetrics metrics;
  private final LongSupplier ticker;
  private boolean connected;
  private boolean timerSet;
  private boolean soonSet;

  /// @param changed signalled when frames were acknowledged or given up
  record Guarded(ReentrantLock lock, Condition changed, Outbox outbox) {}

  OutboxSender(
      Guarded guarded,
      FrameTransport transport,
      PublishingTimer timer,
      PublishingMetrics metrics,
      LongSupplier ticker) {
    this.lock = guarded.lock();
    this.changed = guarded.changed();
    this.outbox = guarded.outbox();
    this.transport = transport;
    this.timer = timer;
    this.metrics = metrics;
    this.ticker = ticker;
  }

  void start(Duration acknowledgeMax) {
    transport.start(this);
    timer.every(acknowledgeMax.toNanos() / 4, () -> giveUpAfter(acknowledgeMax));
  }

  void close() {
    transport.close();
  }

  /// Sends what may be sent now, and sees to it that the rest is looked at in time. Lock held.
  void sendDue() {
    long now = ticker.getAsLong();
    // A failing send() may end the connection within the loop.
    for (Batch batch = next(now); batch != null; batch = next(now)) {
      send(batch);
    }
    long wait = connected ? outbox.dueInNanos(now) : -1;
    if (wait >= 0 && !timerSet) {
      timerSet = true;
      timer.after(wait, this::onTimer);
    }
  }

  private @Nullable Batch next(long nowNanos) {
    return connected ? outbox.next(nowNanos) : null;
  }

  private void send(Batch batch) {
    metrics.sent(batch);
    int sending = batch.sendings();
    var _ =
        transport
            .send(batch)
            .whenComplete(
                (results, failure) -> {
                  if (failure == null) {
                    answered(batch, sending, results);
                  } else {
                    lost(batch, sending, failure);
                  }
                });
  }

  private void onTimer() {
    lock.lock();
    try {
      timerSet = false;
      sendDue();
    } finally {
      lock.unlock();
    }
  }

  /// Has another thread send what may be sent now. Lock held.
  private void sendSoon() {
    if (connected && !soonSet && outbox.isDue(ticker.getAsLong())) {
      soonSet = true;
      timer.soon(this::onSoon);
    }
  }

  private void onSoon() {
    lock.lock();
    try {
      soonSet = false;
      sendDue();
    } finally {
      lock.unlock();
    }
  }

  private void answered(Batch batch, int sending, List<Batch.Appended> results) {
    List<StreamBuffer> superseded = new ArrayList<>(0);
    lock.lock();
    try {
      for (Batch settled : outbox.answered(batch, sending, results)) {
        settle(settled, superseded);
      }
      changed.signalAll();
      sendSoon();
    } finally {
      lock.unlock();
    }
    // Outside the lock: it cancels engines.
    superseded.forEach(stream -> stream.opening().onSuperseded().run());
  }

  private void settle(Batch batch, List<StreamBuffer> superseded) {
    List<Batch.Appended> results = batch.results();
    int at = 0;
    for (Batch.Share share : batch.shares()) {
      outbox.histories().acknowledged(share);
      if (share.entry() == null || results == null) {
        continue;
      }
      Batch.Appended result = results.get(at++);
      metrics.appended(result);
      switch (result) {
        case ADDED, ALREADY_THERE, REFUSED -> {
          Piece told = share.stream().takeEndToTell(share.entry());
          if (told != null) {
            outbox.add(share.stream(), told, ticker.getAsLong());
          }
        }
        case SUPERSEDED -> {
          if (share.stream().supersede()) {
            outbox.drop(share.stream());
            superseded.add(share.stream());
          }
        }
      }
    }
  }

  private void lost(Batch batch, int sending, Throwable failure) {
    lock.lock();
    try {
      if (!outbox.isInFlight(batch, sending)) {
        return; // Known already.
      }
      LOG.atDebug().setCause(failure).log("Publish not acknowledged");
      disconnect();
    } finally {
      lock.unlock();
    }
    transport.reset();
  }

  private void giveUpAfter(Duration acknowledgeMax) {
    lock.lock();
    try {
      if (!connected || outbox.oldestInFlightNanos(ticker.getAsLong()) < acknowledgeMax.toNanos()) {
        return;
      }
      LOG.atWarn()
          .addKeyValue("waitedMs", acknowledgeMax.toMillis())
          .log("Redis does not answer: connecting anew, frames are kept and sent again");
      disconnect();
    } finally {
      lock.unlock();
    }
    transport.reset();
  }

  private void disconnect() {
    if (connected) {
      connected = false;
      metrics.connectionLost();
    }
    outbox.lost();
  }

  @Override
  public void connected(boolean dataMayBeLost) {
    lock.lock();
    try {
      outbox.lost();
      if (dataMayBeLost) {
        outbox.restore(ticker.getAsLong());
      }
      connected = true;
      sendSoon();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void disconnected() {
    lock.lock();
    try {
      disconnect();
    } finally {
      lock.unlock();
    }
  }
}
