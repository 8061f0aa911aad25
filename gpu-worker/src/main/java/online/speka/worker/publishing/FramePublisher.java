package online.speka.worker.publishing;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the frames of all running jobs to Redis, in order, at least once.
///
/// The thread that writes a frame sends it itself when nothing is in flight, so an idle worker adds
/// no hop; acknowledgements send what has come together meanwhile. While Redis is away frames are
/// kept, and engines wait once a job's buffer is full.
public final class FramePublisher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FramePublisher.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<StreamBuffer> open = new HashSet<>();
  private final OutboxLimits limits;
  private final Outbox outbox;
  private final FrameTransport transport;
  private final ScheduledExecutorService timer;
  private final PublishingMetrics metrics;
  private final InstantSource clock;
  private final LongSupplier ticker;
  private boolean connected;
  private boolean timerSet;

  FramePublisher(
      OutboxLimits limits,
      FrameTransport transport,
      ScheduledExecutorService timer,
      PublishingMetrics metrics,
      InstantSource clock,
      LongSupplier ticker) {
    this.limits = limits;
    this.outbox = new Outbox(limits);
    this.transport = transport;
    this.timer = timer;
    this.metrics = metrics;
    this.clock = clock;
    this.ticker = ticker;
  }

  /// Begins to connect, and gives a connection up that has not answered for this long.
  void start(Duration acknowledgeMax) {
    transport.start(new ConnectionWatch());
    long periodMillis = Math.max(1, acknowledgeMax.toMillis() / 4);
    var _ =
        timer.scheduleWithFixedDelay(
            () -> giveUpAfter(acknowledgeMax), periodMillis, periodMillis, TimeUnit.MILLISECONDS);
  }

  /// Begins the frames of one attempt.
  public FrameStream open(StreamOpening opening) {
    StreamBuffer buffer = new StreamBuffer(opening, limits.jobHistoryBytesMax(), clock);
    lock.lock();
    try {
      open.add(buffer);
    } finally {
      lock.unlock();
    }
    return new FrameStream(this, buffer);
  }

  void add(StreamBuffer stream, Piece piece) {
    lock.lock();
    try {
      if (stream.released()) {
        return;
      }
      metrics.frame();
      outbox.add(stream, piece, ticker.getAsLong());
      sendDue();
    } finally {
      lock.unlock();
    }
  }

  void awaitRoom(StreamBuffer stream) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stream.released() && stream.unacknowledgedBytes() > limits.jobBufferBytesMax()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean awaitAcknowledged(StreamBuffer stream, Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (!stream.released() && stream.unacknowledgedBytes() > 0) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  boolean isSuperseded(StreamBuffer stream) {
    lock.lock();
    try {
      return stream.superseded();
    } finally {
      lock.unlock();
    }
  }

  void abandon(StreamBuffer stream) {
    lock.lock();
    try {
      stream.abandon();
      outbox.drop(stream);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close(StreamBuffer stream) {
    lock.lock();
    try {
      open.remove(stream);
    } finally {
      lock.unlock();
    }
  }

  /// Sends what may be sent now, and sees to it that the rest is looked at in time. Lock held.
  private void sendDue() {
    long now = ticker.getAsLong();
    // A failing send() may end the connection within the loop.
    for (Batch batch = next(now); batch != null; batch = next(now)) {
      send(batch);
    }
    if (!connected) {
      return;
    }
    long wait = outbox.dueInNanos(now);
    if (wait >= 0 && !timerSet) {
      timerSet = true;
      var _ = timer.schedule(this::onTimer, wait, TimeUnit.NANOSECONDS);
    }
  }

  private @Nullable Batch next(long nowNanos) {
    return connected ? outbox.next(nowNanos) : null;
  }

  private void send(Batch batch) {
    metrics.sent(batch);
    var _ =
        transport
            .send(batch)
            .whenComplete(
                (results, failure) -> {
                  if (failure == null) {
                    answered(batch, results);
                  } else {
                    lost(batch, failure);
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

  private void answered(Batch batch, List<Batch.Appended> results) {
    List<StreamBuffer> superseded = new ArrayList<>(0);
    lock.lock();
    try {
      for (Batch settled : outbox.answered(batch, results)) {
        settle(settled, superseded);
      }
      changed.signalAll();
      sendDue();
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
      share.stream().acknowledged(share);
      if (share.entry() == null || results == null) {
        continue;
      }
      Batch.Appended result = results.get(at++);
      metrics.appended(result);
      switch (result) {
        case ADDED, ALREADY_THERE, REFUSED -> {}
        case SUPERSEDED -> {
          if (share.stream().supersede()) {
            outbox.drop(share.stream());
            superseded.add(share.stream());
          }
        }
      }
    }
  }

  private void lost(Batch batch, Throwable failure) {
    lock.lock();
    try {
      if (!outbox.isInFlight(batch)) {
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
  public void close() {
    transport.close();
  }

  private final class ConnectionWatch implements FrameTransport.Listener {
    @Override
    public void connected(boolean dataMayBeLost) {
      lock.lock();
      try {
        outbox.lost();
        if (dataMayBeLost) {
          outbox.restore(open);
        }
        connected = true;
        sendDue();
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

  /// Bytes collected and not sent, for a gauge.
  long collectedBytes() {
    lock.lock();
    try {
      return outbox.collectedBytes();
    } finally {
      lock.unlock();
    }
  }
}
