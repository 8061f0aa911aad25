package online.speka.worker.engine.simulator.words;

/// Random numbers that follow from a seed, on every machine and Java version (SplitMix64).
public final class Dice {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  public Dice(long seed) {
    this.state = seed;
  }

  /// A seed that follows from two others and is like neither.
  public static long mix(long seed, long salt) {
    return scramble(seed + GOLDEN * (salt + 1));
  }

  private static long scramble(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  public long next() {
    state += GOLDEN;
    return scramble(state);
  }

  /// 0 to `bound` - 1.
  public int below(int bound) {
    return (int) Math.unsignedMultiplyHigh(next(), bound);
  }

  /// `from` to `to`, both included.
  public int between(int from, int to) {
    return from + below(to - from + 1);
  }

  public boolean oneIn(int times) {
    return below(times) == 0;
  }

  /// 0 to just below 1.
  public double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }
}
