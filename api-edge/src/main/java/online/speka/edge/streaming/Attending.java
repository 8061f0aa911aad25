package online.speka.edge.streaming;

import online.speka.contract.job.JobId;

/// Care for jobs that outlive their client.
///
/// @param gaveUp told of a job whose client got an error: nobody will come back for it
record Attending(Attendance attendance, Cancellations gaveUp) implements Care {
  @Override
  public void left(JobId job) {
    attendance.leave(job);
  }

  @Override
  public void givenUp(JobId job) {
    attendance.leave(job);
    gaveUp.announce(job);
  }

  @Override
  public void over(JobId job) {
    attendance.forget(job);
  }

  @Override
  public void unknown(JobId job) {}
}
