package online.speka.ledger.deadletters;

import java.util.List;
import java.util.Optional;
import online.speka.contract.job.JobId;

/// What an operator can do with jobs that failed for good. Every call reads the topic anew; meant
/// for people, not for traffic.
public interface BuriedJobs {

  /// Most letters looked at by one call.
  int LOOKED_AT_MAX = 10_000;

  /// The newest, newest first.
  ///
  /// @param max most of them
  /// @throws DeadLettersUnavailableException if the topic cannot be read now
  List<BuriedJob> newest(int max);

  /// One of them, if it is still kept and is a job.
  ///
  /// @throws DeadLettersUnavailableException if the topic cannot be read now
  Optional<BuriedJob> find(long offset);

  /// Accepts a job again. Durable when this returns.
  ///
  /// @return the id under which it runs, the same for every replay of this letter
  /// @throws IllegalArgumentException if it has an obstacle
  /// @throws DeadLettersUnavailableException if it is not known whether it was accepted: try again
  JobId replay(BuriedJob job);
}
