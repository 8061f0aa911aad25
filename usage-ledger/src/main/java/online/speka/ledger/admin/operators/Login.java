package online.speka.ledger.admin.operators;

import java.time.Duration;
import java.util.Objects;

/// What became of somebody who wants in.
public sealed interface Login {

  record In(Operator operator) implements Login {
    public In {
      Objects.requireNonNull(operator);
    }
  }

  /// No token, or none that opens anything.
  record Refused(String why) implements Login {}

  /// Nobody has looked at the token: this address has failed too often.
  record Shut(Duration pause) implements Login {
    public Shut {
      Objects.requireNonNull(pause);
    }
  }
}
