package online.speka.infra.bench.measure;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import online.speka.infra.bench.load.Exchange;

/// What many exchanges came to: latencies of the answered ones, counts of all.
///
/// `answered + refused + failed + wrong = exchanges`
public final class Tally {

  /// Most reasons told apart; with a broken platform each could be different.
  private static final int REASONS_MAX = 20;

  private final Latencies firstToken = new Latencies();
  private final Latencies late = new Latencies();
  private final Latencies wayIn = new Latencies();
  private final Latencies engine = new Latencies();
  private final Latencies wayOut = new Latencies();
  private final Latencies whole = new Latencies();
  private final SortedMap<String, Integer> reasons = new TreeMap<>();
  private int answered;
  private int refused;
  private int failed;
  private int wrong;

  /// @param timed whether its latency counts; errors always do
  public void record(Exchange exchange, boolean timed) {
    switch (exchange) {
      case Exchange.Answered it -> {
        answered++;
        if (timed) {
          time(it);
        }
      }
      case Exchange.Refused(_, int status) -> {
        refused++;
        reason("HTTP " + status);
      }
      case Exchange.Failed(_, String reason) -> {
        failed++;
        reason(reason);
      }
      case Exchange.Wrong(_, String reason) -> {
        wrong++;
        reason("WRONG: " + reason);
      }
    }
  }

  private void time(Exchange.Answered it) {
    firstToken.record(it.firstTokenNanos() - it.dueNanos());
    late.record(it.sentNanos() - it.dueNanos());
    wayIn.record(it.arrivedNanos() - it.sentNanos());
    engine.record(it.writtenNanos() - it.arrivedNanos());
    wayOut.record(it.firstTokenNanos() - it.writtenNanos());
    whole.record(it.endNanos() - it.dueNanos());
  }

  /// Requests whose end nobody waited for any longer.
  public void unfinished(int count) {
    if (count > 0) {
      failed += count;
      reasons.merge("no end in time", count, Integer::sum);
    }
  }

  private void reason(String text) {
    String key = reasons.containsKey(text) || reasons.size() < REASONS_MAX ? text : "other";
    reasons.merge(key, 1, Integer::sum);
  }

  public void add(Tally other) {
    firstToken.add(other.firstToken);
    late.add(other.late);
    wayIn.add(other.wayIn);
    engine.add(other.engine);
    wayOut.add(other.wayOut);
    whole.add(other.whole);
    other.reasons.forEach((reason, count) -> reasons.merge(reason, count, Integer::sum));
    answered += other.answered;
    refused += other.refused;
    failed += other.failed;
    wrong += other.wrong;
  }

  /// From due to the first token: what this bench is about.
  public Latencies firstToken() {
    return firstToken;
  }

  /// From due to sent: how late the load generator was.
  public Latencies late() {
    return late;
  }

  /// From sent to the upstream.
  public Latencies wayIn() {
    return wayIn;
  }

  /// Inside the upstream, until it wrote the first token.
  public Latencies engine() {
    return engine;
  }

  /// From the upstream's first token to reading it here.
  public Latencies wayOut() {
    return wayOut;
  }

  /// From due to `[DONE]`.
  public Latencies whole() {
    return whole;
  }

  public int answered() {
    return answered;
  }

  public int wrong() {
    return wrong;
  }

  public int errors() {
    return refused + failed + wrong;
  }

  public SortedMap<String, Integer> reasons() {
    return Collections.unmodifiableSortedMap(reasons);
  }
}
