package online.speka.ledger.admin.operators;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What an operator may do. None includes another.
public enum Scope {
  READ,
  /// Change everything but what moves money or says what it costs.
  WRITE,
  /// Move money, and say what things cost and how much may be spent.
  MONEY;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Scope> of(String word) {
    return Stream.of(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }
}
