package online.speka.ledger.books;

import java.math.BigInteger;
import java.util.Objects;

/// What an account has: the sum of its postings.
///
/// @param version grows with every change
public record Balance(BigInteger microCredits, long version) {

  static final Balance NONE = new Balance(BigInteger.ZERO, 0);

  public Balance {
    Objects.requireNonNull(microCredits);
  }
}
