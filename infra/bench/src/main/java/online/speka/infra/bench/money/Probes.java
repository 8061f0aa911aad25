package online.speka.infra.bench.money;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// In the quiet after a storm the limit can be told to the last micro-credit: a request that costs
/// one more than there is must be refused, and one that costs all there is must not.
final class Probes {

  private static final int NUMBERS_FROM = 1_000_000;
  private static final int NUMBERS_PER_ROUND = 1_000;

  private final Client client;
  private final Asks asks;
  private final BiFunction<Sampler, Long, Optional<Long>> awaitSettled;

  /// @param awaitSettled what is left then; the number below 0 takes whatever that is
  Probes(Client client, Asks asks, BiFunction<Sampler, Long, Optional<Long>> awaitSettled) {
    this.client = client;
    this.asks = asks;
    this.awaitSettled = awaitSettled;
  }

  void run(int round, MoneyRun.Plan plan, Sampler sampler, List<Attempt> attempts)
      throws InterruptedException {
    int number = NUMBERS_FROM + round * NUMBERS_PER_ROUND;
    for (int i = 0; i < plan.probes(); i++) {
      long left = awaitSettled.apply(sampler, -1L).orElse(0L);
      if (left < asks.cheapest() * 2) {
        return;
      }
      attempts.add(client.send(round, asks.costing(number++, left + 1, Ask.Expected.REFUSED)));
      attempts.add(client.send(round, asks.costing(number++, left, Ask.Expected.ACCEPTED)));
    }
    var _ = awaitSettled.apply(sampler, -1L);
  }
}
