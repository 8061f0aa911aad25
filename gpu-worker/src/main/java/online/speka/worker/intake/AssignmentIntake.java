package online.speka.worker.intake;

import java.util.function.Predicate;
import online.speka.contract.job.Assignment;
import online.speka.contract.wire.AssignmentCodec;
import online.speka.contract.wire.WireFormatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads assignments. One that cannot be read is counted and dropped: its job is missed by its
/// dispatcher, and nothing else suffers.
final class AssignmentIntake {

  private static final Logger LOG = LoggerFactory.getLogger(AssignmentIntake.class);

  private final Predicate<Assignment> runner;
  private final EpochFence fence;
  private final IntakeMetrics metrics;

  /// @param runner takes responsibility; false if it had done so before
  AssignmentIntake(Predicate<Assignment> runner, EpochFence fence, IntakeMetrics metrics) {
    this.runner = runner;
    this.fence = fence;
    this.metrics = metrics;
  }

  void take(byte[] encoded) {
    Assignment assignment;
    try {
      assignment = AssignmentCodec.decode(encoded);
    } catch (WireFormatException e) {
      metrics.assignment(IntakeMetrics.Kind.MALFORMED);
      LOG.atError()
          .addKeyValue("bytes", encoded.length)
          .addKeyValue("reason", e.getMessage())
          .log("Assignment cannot be read: dropped");
      return;
    }
    if (!fence.admits(assignment.job().model(), assignment.attempt().epoch())) {
      metrics.assignment(IntakeMetrics.Kind.STALE);
      LOG.atWarn()
          .addKeyValue("jobId", assignment.job().id())
          .addKeyValue("attempt", assignment.attempt())
          .log("Assignment of a former owner of the model: dropped, the job has a newer owner");
      return;
    }
    metrics.assignment(
        runner.test(assignment) ? IntakeMetrics.Kind.ACCEPTED : IntakeMetrics.Kind.REPEATED);
  }
}
