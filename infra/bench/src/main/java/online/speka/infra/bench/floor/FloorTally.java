package online.speka.infra.bench.floor;

import online.speka.infra.bench.measure.Latencies;

/// What many passes came to.
public final class FloorTally {

  private final Latencies kafka = new Latencies();
  private final Latencies redis = new Latencies();
  private final Latencies both = new Latencies();
  private int broken;

  public void record(FloorPass pass) {
    switch (pass) {
      case FloorPass.Whole(long due, long consumed, long received) -> {
        kafka.record(consumed - due);
        redis.record(received - consumed);
        both.record(received - due);
      }
      case FloorPass.Broken _ -> broken++;
    }
  }

  /// Passes whose end nobody waited for any longer.
  public void unfinished(int count) {
    broken += count;
  }

  public void add(FloorTally other) {
    kafka.add(other.kafka);
    redis.add(other.redis);
    both.add(other.both);
    broken += other.broken;
  }

  public Latencies kafka() {
    return kafka;
  }

  public Latencies redis() {
    return redis;
  }

  public Latencies both() {
    return both;
  }

  public int broken() {
    return broken;
  }
}
