package online.speka.infra.bench.money;

import java.util.ArrayList;
import java.util.List;

/// Whether after each round nothing stays reserved, and Redis says what the books say.
final class Settling {

  private Settling() {}

  static List<Finding> of(History history) {
    List<Finding> findings = new ArrayList<>();
    for (Round round : history.rounds()) {
      if (!round.settled()) {
        findings.add(
            new Finding(
                Invariant.SETTLED,
                "round %d: %d open reservations, %d left in Redis, a balance of %d"
                    .formatted(round.number(), round.entries(), round.left(), round.balance())));
      }
    }
    return findings;
  }
}
