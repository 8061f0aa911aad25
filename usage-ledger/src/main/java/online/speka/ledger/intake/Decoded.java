package online.speka.ledger.intake;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.wire.JobEventCodec;
import online.speka.contract.wire.WireFormatException;

/// A batch, told apart into facts and what is none.
///
/// @param sources where each fact came from, in the order of the facts
record Decoded(List<JobEvent> events, List<Delivery> sources, List<DeadLetter> malformed) {

  static Decoded of(List<Delivery> deliveries) {
    List<JobEvent> events = new ArrayList<>(deliveries.size());
    List<Delivery> sources = new ArrayList<>(deliveries.size());
    List<DeadLetter> malformed = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      byte[] value = delivery.value();
      if (value == null) {
        malformed.add(new DeadLetter(delivery, DeadLetter.MALFORMED));
        continue;
      }
      try {
        events.add(JobEventCodec.decode(value));
        sources.add(delivery);
      } catch (WireFormatException e) {
        malformed.add(new DeadLetter(delivery, DeadLetter.MALFORMED));
      }
    }
    return new Decoded(events, sources, malformed);
  }
}
