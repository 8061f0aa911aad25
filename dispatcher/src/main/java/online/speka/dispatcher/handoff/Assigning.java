package online.speka.dispatcher.handoff;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import online.speka.contract.job.Assignment;
import online.speka.contract.job.Job;
import online.speka.contract.wire.AssignmentCodec;
import online.speka.dispatcher.flowcontrol.Decision;
import online.speka.dispatcher.flowcontrol.OwnerEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts an assignment into its worker's inbox.
final class Assigning {

  private static final Logger LOG = LoggerFactory.getLogger(Assigning.class);

  private final Inbox inbox;
  private final DispatchTracing tracing;
  private final HandoffMetrics metrics;
  private final LongSupplier ticker;

  Assigning(Inbox inbox, DispatchTracing tracing, HandoffMetrics metrics, LongSupplier ticker) {
    this.inbox = inbox;
    this.tracing = tracing;
    this.metrics = metrics;
    this.ticker = ticker;
  }

  void assign(Decision.Assign assign, Consumer<OwnerEvent> answer) {
    long decidedAt = ticker.getAsLong();
    Duration queued = Duration.ofNanos(decidedAt - assign.arrival().readAt().nanos());
    DispatchTracing.Traced traced = tracing.begin(assign, queued);
    Job job = traced.job();
    byte[] bytes =
        AssignmentCodec.encode(new Assignment(job, assign.attempt(), assign.arrival().body()));
    metrics.assigned(job.target().lane(), queued);
    var _ =
        inbox
            .push(assign.worker(), bytes)
            .thenAccept(
                delivery -> {
                  metrics.pushed(delivery, Duration.ofNanos(ticker.getAsLong() - decidedAt));
                  traced.end(delivery);
                  settle(assign, delivery, answer);
                });
  }

  private static void settle(
      Decision.Assign assign, Inbox.Delivery delivery, Consumer<OwnerEvent> answer) {
    switch (delivery) {
      case DELIVERED -> {}
      case NOT_SENT ->
          answer.accept(
              new OwnerEvent.HandoffFailed(assign.arrival().job().id(), assign.attempt()));
      case UNKNOWN ->
          LOG.atWarn()
              .addKeyValue("jobId", assign.arrival().job().id())
              .addKeyValue("worker", assign.worker())
              .log("assignment may be lost; if the worker does not show it, another gets it");
    }
  }
}
