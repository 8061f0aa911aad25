package online.speka.ledger.admin.records;

import java.util.Objects;
import online.speka.ledger.admin.operators.OperatorId;

/// Answers to requests with an idempotency key. Works in the caller's database transaction, so that
/// an answer is kept exactly if what it tells of was done.
public interface Answers {

  int KEY_LENGTH_MAX = 255;

  /// Asks for the answer that a request has got before. If there is none, whoever asks next with
  /// the same key waits for the end of this transaction.
  ///
  /// @param fingerprint of the request, in hex
  Claim claim(Key key, String fingerprint);

  void keep(Key key, int status, String body);

  /// Keys of different operators are different keys.
  record Key(OperatorId operator, String value) {
    public Key {
      Objects.requireNonNull(operator);
      Objects.requireNonNull(value);
    }
  }

  /// What is known of a key.
  sealed interface Claim {

    /// It is new, or so old that it has been forgotten.
    record First() implements Claim {}

    record Answered(int status, String body) implements Claim {}

    /// It was the key of another request.
    record OfAnother() implements Claim {}
  }
}
