package online.speka.infra.bench.money;

import java.util.List;
import java.util.stream.Stream;

/// Says what of a history must not be.
public final class Judge {

  private Judge() {}

  static List<Finding> judge(History history) {
    return Stream.of(
            Spending.of(history), Refusals.of(history), Settling.of(history), Billing.of(history))
        .flatMap(List::stream)
        .toList();
  }
}
