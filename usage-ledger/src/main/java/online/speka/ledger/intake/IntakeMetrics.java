package online.speka.ledger.intake;

import java.util.List;
import online.speka.ledger.posting.Receipt;

/// What is counted at the intake. Every record that is done for good is counted exactly once for
/// each time Kafka handed it out:
///
/// ```
/// consumed = posted + part + duplicate + late + void + attempt + held + rejected + malformed
/// dead letters = rejected + malformed
/// ```
///
/// A batch that failed is not counted; it is handed out again.
interface IntakeMetrics {

  IntakeMetrics NONE =
      new IntakeMetrics() {
        @Override
        public void done(List<Receipt> receipts, int malformed) {}

        @Override
        public void failed() {}

        @Override
        public void heldPosted(List<Receipt> receipts) {}
      };

  /// A batch is durable.
  void done(List<Receipt> receipts, int malformed);

  /// A batch will be tried again.
  void failed();

  /// Outcomes that were counted as held before, or as parts, have their bills now.
  void heldPosted(List<Receipt> receipts);
}
