package online.speka.edge.submission;

import online.speka.contract.job.Job;

/// Told what becomes of each job on its way to the broker, whether or not anybody still waits for
/// it. Every [#sending] is followed by one [#answered].
public interface SubmissionObserver {

  /// The job may be durable from now on.
  void sending(Job job);

  void answered(Job job, Answer answer);

  /// What the broker said.
  enum Answer {
    DURABLE,
    /// The job is not there, and will not be.
    REFUSED,
    /// Nothing in time: it may be there, or still turn up.
    NOTHING
  }
}
