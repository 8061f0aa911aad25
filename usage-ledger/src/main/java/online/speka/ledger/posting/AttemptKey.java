package online.speka.ledger.posting;

import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.JobEvent;

/// One attempt at one job.
record AttemptKey(JobId job, Attempt attempt) {
  static AttemptKey of(JobEvent event) {
    return new AttemptKey(event.job().id(), event.attempt());
  }
}
