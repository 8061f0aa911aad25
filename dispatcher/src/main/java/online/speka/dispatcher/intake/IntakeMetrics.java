package online.speka.dispatcher.intake;

import online.speka.contract.catalog.ModelId;
import online.speka.dispatcher.flowcontrol.DispatchMetrics;

/// Watches intake.
///
/// ```
/// records polled = jobs read + jobs repeated + records malformed + records skipped
/// ```
///
/// Skipped are those that a former owner's commit says are done.
interface IntakeMetrics {

  IntakeMetrics NONE = new IntakeMetrics() {};

  /// Where the owner of this model counts.
  default DispatchMetrics of(ModelId model) {
    return DispatchMetrics.NONE;
  }

  /// A model is owned from now on; its gauges read [OwnedModel#stats()].
  default void owned(OwnedModel model) {}

  default void released(OwnedModel model) {}

  default void committed(int packLength) {}

  default void commitFailed() {}

  default void recordPolled() {}

  default void recordMalformed() {}

  default void recordSkipped() {}

  /// A model was taken over from another dispatcher.
  ///
  /// @param nanos from the assignment until its jobs were resolved
  default void takenOver(long nanos) {}
}
