package online.speka.contract.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PricesTest {

  @Test
  void chargesEachKindOfTokenItsOwnPriceAndRoundsUpOnce() {
    // Given
    Prices prices = new Prices(1_000_000, 500_000, 4_000_001);
    // When
    MicroCredits charge = prices.charge(new Usage(10, 4, 3, 2));
    // Then 6 * 1 + 4 * 0.5 + 3 * 4.000001 = 20.000003
    assertThat(charge).isEqualTo(new MicroCredits(21));
  }

  @Test
  void agreesWithExactArithmeticOrThrows() {
    // Given
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      Prices prices = new Prices(price(random), price(random), price(random));
      long prompt = random.nextLong() >>> (1 + random.nextInt(62));
      long cached = prompt == 0 ? 0 : Math.floorMod(random.nextLong(), prompt);
      Usage usage = new Usage(prompt, cached, random.nextLong() >>> (1 + random.nextInt(62)), 0);
      BigInteger exact = exact(prices, usage);
      // When
      try {
        long charged = prices.charge(usage).value();
        // Then
        assertThat(BigInteger.valueOf(charged)).isEqualTo(exact);
      } catch (ArithmeticException e) {
        assertThat(exact.multiply(BigInteger.valueOf(1_000_000)).bitLength())
            .as("refused an amount that fits")
            .isGreaterThan(61);
      }
    }
  }

  @Test
  void anOverflowNeverBecomesAGift() {
    // Given
    Usage absurd = new Usage(Long.MAX_VALUE, 0, 0, 0);
    // Then
    assertThatThrownBy(() -> new Prices(Prices.PRICE_MAX, 0, 0).charge(absurd))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new MicroCredits(Long.MAX_VALUE).plus(new MicroCredits(1)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new MicroCredits(Long.MIN_VALUE).negated())
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void impossibleCountsAndPricesAreRefused() {
    assertThatThrownBy(() -> new Usage(1, 2, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Usage(-1, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Usage(1, 0, 1, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Prices(-1, 0, 0))
        .hasMessage("prices.prompt must be 0 to 1000000000, not -1");
  }

  private static long price(Random random) {
    return random.nextLong(Prices.PRICE_MAX + 1);
  }

  private static BigInteger exact(Prices prices, Usage usage) {
    BigInteger sum =
        BigInteger.valueOf(usage.promptTokens() - usage.cachedPromptTokens())
            .multiply(BigInteger.valueOf(prices.prompt()))
            .add(
                BigInteger.valueOf(usage.cachedPromptTokens())
                    .multiply(BigInteger.valueOf(prices.cachedPrompt())))
            .add(
                BigInteger.valueOf(usage.completionTokens())
                    .multiply(BigInteger.valueOf(prices.completion())));
    BigInteger million = BigInteger.valueOf(1_000_000);
    return sum.add(million.subtract(BigInteger.ONE)).divide(million);
  }
}
