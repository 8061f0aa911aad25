package online.speka.infra.bench.revocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import online.speka.infra.bench.measure.Latencies;
import online.speka.infra.bench.probe.EventStream;

/// Counts what became of revoked keys. Any thread may tell.
final class RevocationTally {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Duration limit;
  private final List<Latencies> byEdge = new ArrayList<>();
  private final Latencies anywhere = new Latencies();
  private final Latencies calls = new Latencies();
  private final Latencies streams = new Latencies();
  private int acceptedLate;
  private int acceptedAgain;
  private int neverRefused;
  private int others;
  private int unknownBefore;
  private int streamsCutLate;
  private int streamsNotCut;
  private int refusedWrongly;
  private int traffic;
  private long lastNanos;

  RevocationTally(int edges, Duration limit) {
    this.limit = limit;
    for (int edge = 0; edge < edges; edge++) {
      byEdge.add(new Latencies());
    }
  }

  /// @param askedNanos when the revocation was asked for
  /// @param committedNanos when it was answered
  /// @param trails one for each edge
  synchronized void revoked(long askedNanos, long committedNanos, List<KeyTrail> trails) {
    calls.record(committedNanos - askedNanos);
    lastNanos = Math.max(lastNanos, committedNanos);
    long last = 0;
    for (int edge = 0; edge < trails.size(); edge++) {
      KeyTrail trail = trails.get(edge);
      byEdge.get(edge).record(trail.lastAcceptedNanos());
      last = Math.max(last, trail.lastAcceptedNanos());
      acceptedLate += trail.acceptedLate();
      acceptedAgain += trail.acceptedAgain();
      neverRefused += trail.isRefused() ? 0 : 1;
      others += trail.others();
    }
    anywhere.record(last);
  }

  /// A key that some edge would not have accepted anyway says nothing.
  synchronized void unknownBefore() {
    unknownBefore++;
  }

  /// @param nanos since the revocation of its key
  synchronized void streamEnded(EventStream.End end, long nanos) {
    switch (end) {
      case ERROR -> {
        streams.record(nanos);
        streamsCutLate += nanos > limit.toNanos() ? 1 : 0;
      }
      case DONE, BROKEN -> streamsNotCut++;
    }
  }

  /// Traffic with a key that stays.
  synchronized void traffic(Said said) {
    traffic++;
    refusedWrongly += said == Said.ACCEPTED ? 0 : 1;
  }

  /// @param begunNanos when the first could have been revoked
  synchronized RevocationsResult result(double ratePerSecond, long begunNanos) {
    return new RevocationsResult(
        (int) anywhere.count(),
        ratePerSecond,
        (lastNanos - begunNanos) / NANOS_PER_SECOND,
        new RevocationsResult.Times(
            anywhere.summary(),
            byEdge.stream().map(Latencies::summary).toList(),
            calls.summary(),
            streams.summary()),
        new RevocationsResult.Faults(
            acceptedLate,
            acceptedAgain,
            neverRefused,
            unknownBefore,
            streamsCutLate,
            streamsNotCut,
            refusedWrongly),
        new RevocationsResult.Besides(others, traffic));
  }
}
