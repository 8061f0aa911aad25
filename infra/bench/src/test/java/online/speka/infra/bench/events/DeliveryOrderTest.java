package online.speka.infra.bench.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.Prices;
import org.junit.jupiter.api.Test;

class DeliveryOrderTest {

  private static final int COUNT = 45_001;

  private final UsageEvents events =
      new UsageEvents(
          new ModelId("m"),
          new TenantId("t"),
          new KeyId("k"),
          Instant.parse("2026-11-22T00:00:00Z"),
          7);

  @Test
  void everyEventIsDeliveredThreeTimesAndNotInItsPlace() {
    int[] times = new int[COUNT];
    List<Integer> order = new ArrayList<>();

    new DeliveryOrder(COUNT, 1)
        .forEach(
            number -> {
              times[number]++;
              order.add(number);
            });

    assertThat(times).containsOnly(DeliveryOrder.TIMES);
    assertThat(order.subList(0, 2 * COUNT).stream().distinct()).hasSize(COUNT);
    assertThat(order.subList(0, COUNT)).isNotEqualTo(order.stream().sorted().toList());
  }

  @Test
  void theSameNumberIsTheSameOutcomeAndAnotherIsAnother() {
    Set<JobId> ids = new HashSet<>();
    long amount = 0;
    Prices prices = new Prices(3_000_000, 0, 5_000_000);
    for (int i = 0; i < COUNT; i++) {
      Outcome outcome = events.outcome(i);
      assertThat(events.outcome(i)).isEqualTo(outcome);
      ids.add(outcome.job().id());
      amount += prices.charge(outcome.usage()).value();
    }
    assertThat(ids).hasSize(COUNT);
    assertThat(events.amount(COUNT, prices)).isEqualTo(amount);
  }
}
