package online.speka.ledger.intake;

import org.jspecify.annotations.Nullable;

/// A record as Kafka gave it.
///
/// @param key not copied, treat as read-only
/// @param value not copied, treat as read-only
record Delivery(
    String topic, int partition, long offset, byte @Nullable [] key, byte @Nullable [] value) {

  /// Where it can be found again.
  String position() {
    return topic + "/" + partition + "/" + offset;
  }
}
