package online.speka.infra.bench.slow;

/// Resident memory and threads of a process when the first turn began, and the most of each at the
/// end of any.
public record Growth(
    String role, long pid, long bytesBefore, long bytesMost, long threadsBefore, long threadsMost) {

  /// Of each slow client the edge keeps 256 KB and its channel 64 KB more; with a thousand of them
  /// a process that keeps its bounds stays below this. One that does not passes it within a run.
  public static final long BYTES_MORE_MAX = 400L << 20;

  /// No part of the platform has a thread for each client.
  public static final long THREADS_MORE_MAX = 50;

  Growth with(long bytes, long threads) {
    return new Growth(
        role,
        pid,
        bytesBefore,
        Math.max(bytesMost, bytes),
        threadsBefore,
        Math.max(threadsMost, threads));
  }

  public boolean isBounded() {
    return bytesMost - bytesBefore <= BYTES_MORE_MAX
        && threadsMost - threadsBefore <= THREADS_MORE_MAX;
  }
}
