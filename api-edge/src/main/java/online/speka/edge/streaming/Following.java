package online.speka.edge.streaming;

import online.speka.contract.job.JobId;

/// Care of a reader who takes no part in the life of the job.
enum Following implements Care {
  ONLY;

  @Override
  public void left(JobId job) {}

  @Override
  public void givenUp(JobId job) {}

  @Override
  public void over(JobId job) {}

  @Override
  public void unknown(JobId job) {}
}
