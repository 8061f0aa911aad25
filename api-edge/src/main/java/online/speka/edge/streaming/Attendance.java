package online.speka.edge.streaming;

import java.time.Duration;
import online.speka.contract.job.JobId;

/// Says where all can see it that clients of this edge still wait for jobs that outlive their
/// client. A job that nobody attends is cancelled by its model's owner, after its time.
interface Attendance {
  /// One more client waits for the job.
  ///
  /// @param unattendedMax how long it is attended after the last one left, or this edge died
  void enter(JobId job, Duration unattendedMax);

  /// One of its clients left before the job's end.
  void leave(JobId job);

  /// One of its clients has seen its end.
  void forget(JobId job);

  /// Runs the task, soon, on any thread, if no edge attends the job; not if that cannot be known.
  void ifUnattended(JobId job, Runnable task);
}
