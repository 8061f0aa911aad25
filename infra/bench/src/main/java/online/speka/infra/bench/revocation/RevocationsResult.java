package online.speka.infra.bench.revocation;

import java.util.List;
import online.speka.infra.bench.measure.Latencies;

/// What became of the revoked keys.
///
/// @param revoked how many
/// @param ratePerSecond how many a second were asked for
/// @param seconds that it took from the first to the last
public record RevocationsResult(
    int revoked,
    double ratePerSecond,
    double seconds,
    Times times,
    Faults faults,
    Besides besides) {

  /// Since the revocation's answer; 0 for a key that was never accepted after it.
  ///
  /// @param lastAccepted at whichever edge was last
  /// @param byEdge the same at each
  /// @param call how long the revocation itself took
  /// @param streamCut until the error event of a stream that the key was reading
  public record Times(
      Latencies.Summary lastAccepted,
      List<Latencies.Summary> byEdge,
      Latencies.Summary call,
      Latencies.Summary streamCut) {
    public Times {
      byEdge = List.copyOf(byEdge);
    }
  }

  /// What must not be.
  ///
  /// @param acceptedLate requests that were accepted after more than the limit
  /// @param acceptedAgain requests that were accepted after the same edge had refused the key
  /// @param neverRefused edges that never refused a key
  /// @param unknownBefore keys that some edge did not accept before they were revoked
  /// @param streamsCutLate streams that went on for longer than the limit
  /// @param streamsNotCut streams that ended in another way than by an error event
  /// @param refusedWrongly requests with keys that stay, not accepted
  public record Faults(
      int acceptedLate,
      int acceptedAgain,
      int neverRefused,
      int unknownBefore,
      int streamsCutLate,
      int streamsNotCut,
      int refusedWrongly) {

    static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0);
  }

  /// @param others answers to revoked keys that were neither acceptance nor refusal
  /// @param traffic requests with keys that stay
  public record Besides(int others, int traffic) {}

  /// Whether all of them were refused in time, and nobody else.
  public boolean isKept() {
    return revoked > 0 && faults.equals(Faults.NONE);
  }

  public double achievedPerSecond() {
    return revoked / seconds;
  }
}
