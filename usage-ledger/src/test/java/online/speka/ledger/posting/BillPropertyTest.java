package online.speka.ledger.posting;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import org.junit.jupiter.api.Test;

/** Billing against arithmetic without bounds, over values of every size. */
class BillPropertyTest {

  private static final int ROUNDS = 50_000;
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger TOKENS_PER_PRICE = BigInteger.valueOf(1_000_000);

  private final Random random = new Random(42);

  @Test
  void everyBillIsExactOrRejectedAndItsPostingsSumToZero() {
    int billed = 0;
    int rejected = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Usage usage = usage();
      Prices prices =
          new Prices(price(), price(), price(), price(), List.of(), random.nextInt(101));
      Plan plan = plan(usage, prices);
      BigInteger exact = exact(usage, prices);
      switch (plan) {
        case Plan.Charge(_, Bill bill) -> {
          billed++;
          assertThat(BigInteger.valueOf(bill.amount().value()))
              .as("%s at %s", usage, prices)
              .isEqualTo(ceil(exact));
          assertThat(
                  bill.charge().stream()
                      .flatMap(charge -> charge.postings().stream())
                      .map(Posting::amount)
                      .reduce(MicroCredits.ZERO, MicroCredits::plus))
              .isEqualTo(MicroCredits.ZERO);
        }
        case Plan.Reject _ -> {
          rejected++;
          assertThat(exact).as("%s at %s", usage, prices).isGreaterThan(LONG_MAX);
        }
        case Plan.Hold _,
            Plan.KeepAttempt _,
            Plan.Ignore _,
            Plan.Repeat _,
            Plan.KeepPart _,
            Plan.RepeatPart _ ->
            throw new AssertionError("not a new outcome with a price: " + plan);
      }
    }
    assertThat(billed).isGreaterThan(ROUNDS / 10);
    assertThat(rejected).isGreaterThan(ROUNDS / 10);
  }

  private Plan plan(Usage usage, Prices prices) {
    Outcome outcome = Facts.completed(Facts.jobId(random), usage);
    PriceVersion version = new PriceVersion(1, Facts.CHAT, prices, Instant.EPOCH);
    return Plan.of(
            List.of(outcome), new PriceHistory(List.of(version)), Set.of(Facts.LOCAL), Parts.NONE)
        .getFirst();
  }

  private Usage usage() {
    long prompt = magnitude();
    long completion = magnitude();
    return new Usage(prompt, upTo(prompt), completion, upTo(completion));
  }

  /** Evenly over the number of digits, not over the numbers. */
  private long magnitude() {
    return random.nextLong() >>> 1 >>> random.nextInt(63);
  }

  private long upTo(long bound) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> bound;
      default -> bound == Long.MAX_VALUE ? bound : random.nextLong(bound + 1);
    };
  }

  private long price() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> Prices.PRICE_MAX;
      default -> random.nextLong(Prices.PRICE_MAX + 1);
    };
  }

  private static BigInteger exact(Usage usage, Prices prices) {
    return BigInteger.valueOf(usage.promptTokens())
        .subtract(BigInteger.valueOf(usage.cachedPromptTokens()))
        .multiply(BigInteger.valueOf(prices.prompt()))
        .add(
            BigInteger.valueOf(usage.cachedPromptTokens())
                .multiply(BigInteger.valueOf(prices.cachedPrompt())))
        .add(
            BigInteger.valueOf(usage.completionTokens() - usage.reasoningTokens())
                .multiply(BigInteger.valueOf(prices.completion())))
        .add(
            BigInteger.valueOf(usage.reasoningTokens())
                .multiply(BigInteger.valueOf(prices.reasoning())));
  }

  private static BigInteger ceil(BigInteger sum) {
    BigInteger[] parts = sum.divideAndRemainder(TOKENS_PER_PRICE);
    return parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
  }
}
