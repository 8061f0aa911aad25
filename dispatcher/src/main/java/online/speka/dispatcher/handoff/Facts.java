package online.speka.dispatcher.handoff;

import java.util.concurrent.CompletableFuture;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.dispatcher.flowcontrol.Arrival;

/// Where facts about jobs are written. Both calls return at once; the futures end when every
/// in-sync replica has the record, or when it is given up.
interface Facts {

  CompletableFuture<Void> append(JobEvent fact);

  /// Keeps a copy of a job that failed for good, with the reason.
  CompletableFuture<Void> bury(Arrival arrival, Outcome outcome);
}
