package online.speka.edge.streaming;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import online.speka.edge.assembly.Verdict;

/// Streaming metrics as Micrometer counters.
final class MicrometerStreamingMetrics implements StreamingMetrics {
  static final String FRAMES = "speka.edge.frames";
  static final String FRAMES_RECEIVED = "speka.edge.frames.received";
  static final String GAPS_REPAIRED = "speka.edge.frames.gaps.repaired";
  static final String STREAMS_OPENED = "speka.edge.streams.opened";
  static final String STREAMS_CLOSED = "speka.edge.streams.closed";
  static final String STREAMS_BROKEN = "speka.edge.streams.broken";

  private final Counter received;
  private final Counter delivered;
  private final Counter duplicate;
  private final Counter stale;
  private final Counter leftToLog;
  private final Counter orphaned;
  private final Counter fromLog;
  private final Counter unreadable;
  private final Counter gapsRepaired;
  private final Counter broken;
  private final Counter opened;
  private final Counter closedOver;
  private final Counter closedCancelled;

  MicrometerStreamingMetrics(MeterRegistry registry) {
    received = registry.counter(FRAMES_RECEIVED);
    delivered = frames(registry, "delivered");
    duplicate = frames(registry, "duplicate");
    stale = frames(registry, "stale");
    leftToLog = frames(registry, "left_to_log");
    orphaned = frames(registry, "orphaned");
    fromLog = registry.counter("speka.edge.frames.from.log");
    unreadable = registry.counter("speka.edge.messages.unreadable");
    gapsRepaired = registry.counter(GAPS_REPAIRED);
    broken = registry.counter(STREAMS_BROKEN);
    opened = registry.counter(STREAMS_OPENED);
    closedOver = registry.counter(STREAMS_CLOSED, "cancelled", "false");
    closedCancelled = registry.counter(STREAMS_CLOSED, "cancelled", "true");
  }

  private static Counter frames(MeterRegistry registry, String end) {
    return registry.counter(FRAMES, "end", end);
  }

  @Override
  public void opened() {
    opened.increment();
  }

  @Override
  public void closed(boolean cancelled) {
    (cancelled ? closedCancelled : closedOver).increment();
  }

  @Override
  public void received() {
    received.increment();
  }

  @Override
  public void judged(Verdict verdict, Source source) {
    switch (source) {
      case LIVE -> live(verdict).increment();
      case LOG -> {
        if (verdict instanceof Verdict.Deliver || verdict instanceof Verdict.StartAfresh) {
          fromLog.increment();
        }
      }
    }
  }

  private Counter live(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Deliver _, Verdict.StartAfresh _, Verdict.Failed _ -> delivered;
      case Verdict.Drop(_, Verdict.Why why) ->
          switch (why) {
            case DUPLICATE -> duplicate;
            case STALE -> stale;
          };
      case Verdict.ReadLog _ -> leftToLog;
      case Verdict.Broken _ -> stale;
    };
  }

  @Override
  public void late() {
    duplicate.increment();
  }

  @Override
  public void leftToLog() {
    leftToLog.increment();
  }

  @Override
  public void orphaned() {
    orphaned.increment();
  }

  @Override
  public void gapRepaired() {
    gapsRepaired.increment();
  }

  @Override
  public void broken() {
    broken.increment();
  }

  @Override
  public void unreadable() {
    unreadable.increment();
  }
}
