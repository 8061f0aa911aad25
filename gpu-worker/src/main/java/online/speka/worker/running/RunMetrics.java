package online.speka.worker.running;

import java.time.Duration;
import online.speka.contract.job.Job;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.Usage;

/// Counts jobs.
///
/// `accepted = finished (by status and cause) + handed back (by cause) + silent + lost + held`
interface RunMetrics {

  RunMetrics NONE =
      new RunMetrics() {
        @Override
        public void accepted(Job job) {}

        @Override
        public void finished(Job job, Outcome.Status status, Cause cause, Spent spent) {}

        @Override
        public void handedBack(Job job, Cause cause) {}

        @Override
        public void silent(Job job) {}

        @Override
        public void lost(Job job) {}
      };

  /// What a finished job took.
  ///
  /// @param total from when it was accepted here until its outcome was durable
  /// @param firstToken from when it had its slot until its first frame; zero if there was none
  /// @param generation from the first frame to the last
  record Spent(Duration total, Duration firstToken, Duration generation, Usage usage) {}

  void accepted(Job job);

  void finished(Job job, Outcome.Status status, Cause cause, Spent spent);

  void handedBack(Job job, Cause cause);

  /// It ended without a word: a newer attempt speaks for the job.
  void silent(Job job);

  /// Its last word could not be made durable.
  void lost(Job job);
}
