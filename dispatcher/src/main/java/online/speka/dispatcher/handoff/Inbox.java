package online.speka.dispatcher.handoff;

import java.util.concurrent.CompletableFuture;
import online.speka.contract.fleet.WorkerId;

/// Where a worker finds its assignments.
interface Inbox {

  CompletableFuture<Delivery> push(WorkerId worker, byte[] assignment);

  /// What is known of a push.
  enum Delivery {
    DELIVERED,
    /// It was never sent.
    NOT_SENT,
    /// It was sent and not answered. The worker's heartbeats will tell.
    UNKNOWN
  }
}
