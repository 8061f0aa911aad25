package online.speka.ledger.intake;

import java.util.Objects;

/// A record that can never be billed.
///
/// @param reason few words, without anything of the content
record DeadLetter(Delivery delivery, String reason) {

  static final String MALFORMED = "malformed";

  DeadLetter {
    Objects.requireNonNull(delivery);
    Objects.requireNonNull(reason);
  }
}
