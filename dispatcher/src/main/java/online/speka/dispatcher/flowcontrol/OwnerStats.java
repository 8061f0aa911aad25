package online.speka.dispatcher.flowcontrol;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import online.speka.contract.job.Lane;

/// A model at one moment, for gauges and tests.
///
/// @param retriesLeft what the model's retry budget still holds; negative in debt
public record OwnerStats(Queued queued, Live live, SlotCount slots, double retriesLeft) {

  /// The queue, by lane.
  ///
  /// @param jobs how many wait
  /// @param tokens what they may take, prompts and answers
  /// @param oldest when the job that is served next was accepted; lanes without jobs are absent
  public record Queued(Map<Lane, Integer> jobs, Map<Lane, Long> tokens, Map<Lane, Instant> oldest) {
    public Queued {
      jobs = Map.copyOf(jobs);
      tokens = Map.copyOf(tokens);
      oldest = Map.copyOf(oldest);
    }

    public int jobs(Lane lane) {
      return jobs.getOrDefault(lane, 0);
    }

    public long tokens(Lane lane) {
      return tokens.getOrDefault(lane, 0L);
    }

    public Optional<Instant> oldest(Lane lane) {
      return Optional.ofNullable(oldest.get(lane));
    }
  }

  /// Jobs by state; suspected ones count as assigned.
  public record Live(int unresolved, int waiting, int assigned, int lingering, int concluding) {}

  /// @param held by assigned and lingering jobs
  public record SlotCount(int total, int free, int held) {}
}
