package online.speka.edge.streaming;

import online.speka.contract.job.JobId;

/// What becomes of jobs when nobody here reads their answer any more. Each stream tells of one of
/// these, once.
interface Care {
  /// The client left before the job's end.
  void left(JobId job);

  /// The client was told that there will be no answer, and the job does not know it yet.
  void givenUp(JobId job);

  /// The job has come to its end.
  void over(JobId job);

  /// Somebody works on a job that has no stream here.
  void unknown(JobId job);
}
