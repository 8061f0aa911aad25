package online.speka.dispatcher.handoff;

import java.time.Duration;
import online.speka.contract.job.Lane;

/// Times the way from the queue to the inbox.
///
/// ```
/// assignments given = delivered + not sent + unknown
/// ```
public interface HandoffMetrics {

  HandoffMetrics NONE = new HandoffMetrics() {};

  /// @param queued from the poll until the assignment was decided
  default void assigned(Lane lane, Duration queued) {}

  /// @param took from the decision until Redis has answered or failed to
  default void pushed(Inbox.Delivery delivery, Duration took) {}

  /// A failure's frame was not accepted because a newer attempt, or an end, stands in the log.
  default void frameFenced() {}

  /// A failure's frame could not be published in the time it was given.
  default void frameLost() {}

  /// An answer's end that its worker did not live to tell was told from what it had left.
  default void endFound() {}

  /// A replay log was shut behind a lost attempt.
  default void fenceRaised() {}

  /// A replay log could not be shut behind a lost attempt in the time that was given.
  default void fenceMissed() {}

  /// An ended job's client had to be told of a failure, because nothing was left to tell.
  default void endLost() {}
}
