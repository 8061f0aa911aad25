package online.speka.dispatcher.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Models that want to be sure that they know all facts. Holds at most one inquiry for each reading
/// of the heartbeats.
final class FactInquiries {

  private final Queue<Inquiry> waiting = new ConcurrentLinkedQueue<>();

  void add(OwnedModel model, long number) {
    waiting.add(new Inquiry(model, number));
  }

  List<Inquiry> takeAll() {
    List<Inquiry> taken = new ArrayList<>();
    for (Inquiry next = waiting.poll(); next != null; next = waiting.poll()) {
      taken.add(next);
    }
    return taken;
  }

  /// A model that asks.
  record Inquiry(OwnedModel model, long number) {}
}
