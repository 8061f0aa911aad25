package online.speka.contract.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesTest {

  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

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
  void reasoningCostsWhatOtherTokensDoUnlessItHasItsOwnPrice() {
    Usage usage = new Usage(0, 0, 10, 4);

    assertThat(new Prices(0, 0, 1_000_000).charge(usage)).isEqualTo(new MicroCredits(10));
    assertThat(new Prices(0, 0, 1_000_000, 3_000_000, List.of(), 0).charge(usage))
        .isEqualTo(new MicroCredits(6 + 12));
  }

  @Test
  void batchWorkPaysLessAndIsRoundedUpOnceToo() {
    // Given 3 tokens of half a micro-credit each
    Prices prices = new Prices(500_000, 0, 0, 0, List.of(), 50);
    // Then 0.75 is 1, and 1.5 is 2
    assertThat(prices.charge(Usage.of(3, 0), Rate.BATCH)).isEqualTo(new MicroCredits(1));
    assertThat(prices.charge(Usage.of(3, 0), Rate.STANDARD)).isEqualTo(new MicroCredits(2));
  }

  @ParameterizedTest
  @CsvSource({
    "1024x1024, hd, 80000",
    "1024x1024, low, 40000",
    "512x512, hd, 60000",
    "512x512, low, 20000",
  })
  void anImagePaysTheMostExactPriceThereIs(String size, String quality, long price) {
    // Given
    Prices prices =
        new Prices(
            0,
            0,
            1_000_000,
            0,
            List.of(
                ImagePrice.parse("*/*=20000"),
                ImagePrice.parse("*/hd=60000"),
                ImagePrice.parse("1024x1024/*=40000"),
                ImagePrice.parse("1024x1024/hd=80000")),
            0);
    Images images = new Images(3, ImageSize.parse(size), quality);
    // Then
    assertThat(prices.charge(Usage.of(0, images)))
        .isEqualTo(new MicroCredits(3 * price + 3 * images.size().tokens()));
  }

  @Test
  void agreesWithExactArithmeticOrThrows() {
    // Given
    Random random = new Random(7);
    int fits = 0;
    for (int i = 0; i < 20_000; i++) {
      Prices prices = prices(random);
      Usage usage = usage(random);
      Rate rate = random.nextBoolean() ? Rate.BATCH : Rate.STANDARD;
      BigInteger exact = exact(prices, usage, rate);
      // When
      try {
        long charged = prices.charge(usage, rate).value();
        // Then
        assertThat(BigInteger.valueOf(charged)).as("%s of %s", prices, usage).isEqualTo(exact);
        fits++;
      } catch (ArithmeticException e) {
        assertThat(exact(prices, usage, Rate.STANDARD).multiply(MILLION).bitLength())
            .as("refused an amount that fits")
            .isGreaterThan(61);
      }
    }
    assertThat(fits).isBetween(1_000, 19_000);
  }

  @Test
  void noUsageWithinTheCountsCostsMoreThanTheMostTheyCost() {
    // Given
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      Prices prices = prices(random);
      Images images = random.nextBoolean() ? images(random) : null;
      Usage most = new Usage(random.nextLong(1_000_000), 0, random.nextLong(1_000_000), 0, images);
      Rate rate = random.nextBoolean() ? Rate.BATCH : Rate.STANDARD;
      // When
      MicroCredits bound = prices.chargeAtMost(most, rate);
      // Then
      long prompt = upTo(random, most.promptTokens());
      long completion = upTo(random, most.completionTokens());
      Usage within =
          new Usage(
              prompt,
              upTo(random, prompt),
              completion,
              upTo(random, completion),
              random.nextInt(4) == 0 ? null : images);
      assertThat(prices.charge(within, rate))
          .as("%s within %s at %s", within, most, prices)
          .isLessThanOrEqualTo(bound);
    }
  }

  @Test
  void nothingCostsLessByTheDearestOfTwoThanByEither() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      // Given
      Prices one = prices(random);
      Prices other = prices(random);
      Images images = random.nextBoolean() ? images(random) : null;
      Usage usage = new Usage(random.nextLong(1_000_000), 0, random.nextLong(1_000_000), 0, images);
      // When
      Prices dearest = one.atLeast(other);
      // Then
      for (Rate rate : Rate.values()) {
        MicroCredits most = dearest.charge(usage, rate);
        assertThat(one.charge(usage, rate)).isLessThanOrEqualTo(most);
        assertThat(other.charge(usage, rate)).isLessThanOrEqualTo(most);
      }
    }
  }

  @Test
  void aJobOfTwoBillionTokensAtTheHighestPriceFits() {
    Prices prices =
        new Prices(Prices.PRICE_MAX, 0, Prices.PRICE_MAX, Prices.PRICE_MAX, List.of(), 1);

    assertThat(prices.charge(Usage.of(1L << 30, 1L << 30), Rate.BATCH).value())
        .isEqualTo((1L << 31) * 990);
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
    assertThatThrownBy(() -> new Prices(0, 0, 0, 0, List.of(), 101))
        .hasMessage("prices.batch_discount_percent must be 0 to 100, not 101");
    assertThatThrownBy(() -> priced("512x512/*=1", "512x512/*=2", "*/*=1"))
        .hasMessage("prices.images must name each size and quality once: 512x512/*=2");
    assertThatThrownBy(() -> priced("512x512/*=1"))
        .hasMessageStartingWith("prices.images must have one without size and quality");
    assertThatThrownBy(() -> ImagePrice.parse("*/*=-1"))
        .hasMessage("prices.images.price must be 0 to 1000000000, not -1");
    assertThatThrownBy(() -> new Images(0, ImageSize.DEFAULT, "auto"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Images(1, ImageSize.DEFAULT, "great"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Prices priced(String... images) {
    return new Prices(0, 0, 0, 0, Arrays.stream(images).map(ImagePrice::parse).toList(), 0);
  }

  private static long price(Random random) {
    return random.nextLong(Prices.PRICE_MAX + 1);
  }

  private static Prices prices(Random random) {
    List<ImagePrice> images =
        random.nextBoolean()
            ? List.of()
            : List.of(
                new ImagePrice(ImageSize.DEFAULT, "hd", price(random)),
                new ImagePrice(null, null, price(random)));
    return new Prices(
        price(random), price(random), price(random), price(random), images, random.nextInt(101));
  }

  private static Usage usage(Random random) {
    long prompt = magnitude(random);
    long completion = magnitude(random);
    return new Usage(
        prompt,
        upTo(random, prompt),
        completion,
        upTo(random, completion),
        random.nextBoolean() ? images(random) : null);
  }

  private static Images images(Random random) {
    return new Images(
        1 + random.nextInt(10),
        ImageSize.OFFERED.get(random.nextInt(ImageSize.OFFERED.size())),
        random.nextBoolean() ? "hd" : "low");
  }

  /** Evenly over the number of digits. */
  private static long magnitude(Random random) {
    return random.nextLong() >>> (1 + random.nextInt(62));
  }

  private static long upTo(Random random, long bound) {
    return bound == Long.MAX_VALUE ? bound : random.nextLong(bound + 1);
  }

  private static BigInteger exact(Prices prices, Usage usage, Rate rate) {
    BigInteger sum =
        product(usage.promptTokens() - usage.cachedPromptTokens(), prices.prompt())
            .add(product(usage.cachedPromptTokens(), prices.cachedPrompt()))
            .add(product(usage.completionTokens() - usage.reasoningTokens(), prices.completion()))
            .add(product(usage.reasoningTokens(), prices.reasoning()));
    Images made = usage.images();
    if (made != null && !prices.images().isEmpty()) {
      boolean first = made.size().equals(ImageSize.DEFAULT) && made.quality().equals("hd");
      long each = prices.images().get(first ? 0 : 1).price();
      sum = sum.add(product(made.count(), each).multiply(MILLION));
    }
    BigInteger percent =
        BigInteger.valueOf(rate == Rate.BATCH ? 100 - prices.batchDiscountPercent() : 100);
    BigInteger unit = MILLION.multiply(BigInteger.valueOf(100));
    return sum.multiply(percent).add(unit).subtract(BigInteger.ONE).divide(unit);
  }

  private static BigInteger product(long count, long price) {
    return BigInteger.valueOf(count).multiply(BigInteger.valueOf(price));
  }
}
