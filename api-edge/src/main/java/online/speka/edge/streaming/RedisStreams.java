package online.speka.edge.streaming;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisClient;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import online.speka.contract.job.EdgeId;
import online.speka.contract.stream.Frame;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.WireFormatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The streams of this edge, fed by Redis: hears the edge's channel, and sweeps over all streams in
/// regular intervals.
final class RedisStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisStreams.class);

  private final RedisLink link;
  private final RedisCancellations cancellations;
  private final RedisAttendance attendance;
  private final OpenStreams streams;
  private final UnaryOperator<Frame> hearing;
  private final StreamingMetrics metrics;
  private final ScheduledExecutorService sweeper;

  private RedisStreams(
      RedisClient client,
      EdgeId edge,
      UnaryOperator<Frame> hearing,
      StreamingProperties limits,
      StreamingMetrics metrics,
      LongSupplier ticker) {
    this.hearing = hearing;
    this.metrics = metrics;
    this.link =
        new RedisLink(
            client,
            RedisNames.edgeChannel(edge).getBytes(US_ASCII),
            new RedisLink.Hearer(this::hear, this::lookAll),
            limits.reconnectDelayMax());
    this.cancellations = new RedisCancellations(link, limits.cancellationsMax());
    this.attendance = new RedisAttendance(link::commands);
    RedisReplayLog log = new RedisReplayLog(link, limits.logPageMax(), limits.logReadsMax());
    this.streams =
        new OpenStreams(
            new OpenStreams.Logs(log, new RedisFollowedLog(log, link)),
            OpenStreams.Cares.of(attendance, cancellations),
            metrics,
            limits,
            ticker,
            link::isSubscribed);
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("stream-sweeper").factory());
  }

  static RedisStreams start(
      RedisClient client,
      EdgeId edge,
      UnaryOperator<Frame> hearing,
      StreamingProperties limits,
      StreamingMetrics metrics,
      LongSupplier ticker) {
    RedisStreams started = new RedisStreams(client, edge, hearing, limits, metrics, ticker);
    Thread.ofVirtual().name("redis-link").start(started.link);
    long interval = limits.sweepInterval().toNanos();
    var _ =
        started.sweeper.scheduleWithFixedDelay(
            started.streams::sweep, interval, interval, TimeUnit.NANOSECONDS);
    long repeat = limits.cancellationRepeat().toNanos();
    var _ =
        started.sweeper.scheduleWithFixedDelay(
            started::repeatCancellations, repeat, repeat, TimeUnit.NANOSECONDS);
    long attendance = limits.attendanceInterval().toNanos();
    var _ =
        started.sweeper.scheduleWithFixedDelay(
            started.attendance::renew, attendance, attendance, TimeUnit.NANOSECONDS);
    return started;
  }

  Cancellations cancellations() {
    return cancellations;
  }

  RedisCommandLink link() {
    return link::commands;
  }

  OpenStreams streams() {
    return streams;
  }

  private void hear(byte[] message) {
    try {
      FrameCodec.decode(message, frame -> streams.route(hearing.apply(frame)));
    } catch (WireFormatException e) {
      metrics.unreadable();
      LOG.atWarn()
          .setMessage("message dropped, its frames are read from their logs")
          .addKeyValue("reason", e.getMessage())
          .log();
    }
  }

  private void repeatCancellations() {
    if (link.isSubscribed()) {
      cancellations.announceWaiting();
    }
  }

  /// What was published while nobody heard it is in the logs.
  private void lookAll() {
    attendance.renew();
    streams.lookAll();
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
    link.close();
  }
}
