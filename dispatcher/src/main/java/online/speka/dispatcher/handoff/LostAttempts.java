package online.speka.dispatcher.handoff;

import online.speka.contract.outcome.AttemptFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says that attempts are lost, in the order that makes it safe: first the replay log is shut, then
/// the failure is written.
///
/// A worker tells the end of an answer only when its outcome is durable, and only through a log
/// that takes it. So if the log took the end, the outcome stands before the failure and counts; if
/// it did not, no client has seen the end, and the outcome may be void.
///
/// @param fences shut logs
/// @param facts the outcomes topic
record LostAttempts(Fences fences, Facts facts) {

  private static final Logger LOG = LoggerFactory.getLogger(LostAttempts.class);

  /// Returns at once.
  void report(AttemptFailed failure) {
    var _ =
        fences
            .raise(failure.job(), failure.attempt())
            .thenCompose(_ -> facts.append(failure))
            .exceptionally(
                e -> {
                  LOG.atWarn()
                      .setCause(e)
                      .addKeyValue("jobId", failure.job().id())
                      .log("lost attempt is not on record; its outcome would count, if it came");
                  return null;
                });
  }
}
