package online.speka.ledger.intake;

import java.util.List;

/// Where records go that can never be billed, for people to look at.
interface DeadLetters {

  /// Returns when all of them are stored.
  ///
  /// @throws SourceUnavailableException if they could not be; some may have been
  void send(List<DeadLetter> letters);
}
