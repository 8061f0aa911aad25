package online.speka.edge.streaming;

import online.speka.contract.job.JobId;

/// Care for jobs that nobody but their first client waits for: when it leaves they are cancelled,
/// down to the engine.
record Cancelling(Cancellations cancellations, Attendance attendance) implements Care {
  @Override
  public void left(JobId job) {
    cancellations.announce(job);
  }

  @Override
  public void givenUp(JobId job) {
    cancellations.announce(job);
  }

  @Override
  public void over(JobId job) {}

  /// Its client left before the job was known anywhere, or its submission was thought to have
  /// failed; or it outlives its client, who may come back.
  @Override
  public void unknown(JobId job) {
    attendance.ifUnattended(job, () -> cancellations.announce(job));
  }
}
