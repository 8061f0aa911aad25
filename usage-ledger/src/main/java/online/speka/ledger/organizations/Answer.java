package online.speka.ledger.organizations;

import java.util.Objects;

/// What became of something that was wanted.
public sealed interface Answer<T> {

  /// It is so, and this is what is there now.
  record Done<T>(T value) implements Answer<T> {
    public Done {
      Objects.requireNonNull(value);
    }
  }

  /// Nothing was changed.
  record Refused<T>(Refusal why) implements Answer<T> {
    public Refused {
      Objects.requireNonNull(why);
    }
  }
}
