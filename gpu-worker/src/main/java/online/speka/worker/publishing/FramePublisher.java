package online.speka.worker.publishing;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Brings the frames of all running jobs to Redis, in order, at least once.
///
/// The thread that writes a frame sends it itself when nothing is in flight, so an idle worker adds
/// no hop; acknowledgements send what has come together meanwhile. While Redis is away frames are
/// kept, and engines wait once a job's buffer is full.
public final class FramePublisher implements AutoCloseable {

  private final ReentrantLock lock;
  private final Condition changed;
  private final OutboxLimits limits;
  private final Outbox outbox;
  private final OutboxSender sender;
  private final PublishingMetrics metrics;
  private final Time time;

  /// @param clock for times to live
  /// @param ticker nanoseconds, for durations
  record Time(InstantSource clock, LongSupplier ticker) {}

  FramePublisher(
      OutboxLimits limits,
      FrameTransport transport,
      PublishingTimer timer,
      PublishingMetrics metrics,
      Time time) {
    this.limits = limits;
    this.outbox = new Outbox(limits);
    this.lock = new ReentrantLock();
    this.changed = lock.newCondition();
    this.metrics = metrics;
    this.time = time;
    this.sender =
        new OutboxSender(
            new OutboxSender.Guarded(lock, changed, outbox),
            transport,
            timer,
            metrics,
            time.ticker());
  }

  /// Begins to connect, and gives a connection up that has not answered for this long.
  void start(Duration acknowledgeMax) {
    sender.start(acknowledgeMax);
  }

  /// Begins the frames of one attempt.
  public FrameStream open(StreamOpening opening) {
    StreamBuffer buffer = new StreamBuffer(opening, limits.history().jobBytesMax(), time.clock());
    lock.lock();
    try {
      outbox.histories().open(buffer);
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
      outbox.add(stream, piece, time.ticker().getAsLong());
      sender.sendDue();
    } finally {
      lock.unlock();
    }
  }

  /// Adds the end of a stream: its entry for the log, and what is published when the log has it.
  void addEnd(StreamBuffer stream, Piece logged, Piece told) {
    lock.lock();
    try {
      stream.endToTell(told);
    } finally {
      lock.unlock();
    }
    add(stream, logged);
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
      outbox.histories().forget(stream);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close(StreamBuffer stream) {
    lock.lock();
    try {
      outbox.histories().close(stream, time.ticker().getAsLong());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    sender.close();
  }

  /// Bytes kept in case Redis forgets them, for a gauge.
  long historyBytes() {
    lock.lock();
    try {
      return outbox.histories().bytes();
    } finally {
      lock.unlock();
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
