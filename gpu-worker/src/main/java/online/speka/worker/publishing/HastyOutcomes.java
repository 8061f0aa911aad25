package online.speka.worker.publishing;

import online.speka.contract.outcome.JobEvent;

/// Outcomes without the hold of the final frame: says that each is durable before it is. For the
/// fault campaign, see [online.speka.contract.guard.Guard#FINAL_FRAME_HOLD].
public record HastyOutcomes(OutcomePublisher slow) implements OutcomePublisher {
  @Override
  public boolean publish(JobEvent event) {
    var _ =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    slow.publish(event);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    return true;
  }
}
