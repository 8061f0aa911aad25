package online.speka.contract.usage;

import java.util.List;
import java.util.stream.Stream;

/// What one model costs: tokens in micro-credits per million of them, images in micro-credits each.
///
/// A price per single token would be a fraction of a micro-credit for small models, so prices are
/// per million and one job's sum is rounded up, once, to a whole micro-credit. An embedding is a
/// prompt without a completion. An image costs its completion tokens and its own price; who wants
/// only one of the two sets the other to 0.
///
/// @param prompt prompt tokens that were computed
/// @param cachedPrompt prompt tokens a prefix cache already held
/// @param completion generated tokens that are no reasoning
/// @param reasoning generated tokens that are reasoning
/// @param images prices of images, the most exact first; one of them holds for every image, or
///     there are none
/// @param batchDiscountPercent what work of the batch lane pays less
public record Prices(
    long prompt,
    long cachedPrompt,
    long completion,
    long reasoning,
    List<ImagePrice> images,
    int batchDiscountPercent) {

  /// Highest price, so that a job of 2^31 tokens cannot overflow.
  public static final long PRICE_MAX = 1_000_000_000L;

  /// Most prices of images of one model.
  public static final int IMAGE_PRICES_MAX = 64;

  public static final Prices FREE = new Prices(0, 0, 0);

  private static final long TOKENS_PER_PRICE = 1_000_000L;
  private static final int PERCENT = 100;

  public Prices {
    requirePrice("prices.prompt", prompt);
    requirePrice("prices.cached_prompt", cachedPrompt);
    requirePrice("prices.completion", completion);
    requirePrice("prices.reasoning", reasoning);
    if (batchDiscountPercent < 0 || batchDiscountPercent > PERCENT) {
      throw new IllegalArgumentException(
          "prices.batch_discount_percent must be 0 to 100, not " + batchDiscountPercent);
    }
    images = images.stream().sorted(ImagePrice.MOST_EXACT_FIRST).toList();
    requireImagePrices(images);
  }

  /// Reasoning costs what other tokens do, images nothing but their tokens, and nobody gets a
  /// discount.
  public Prices(long prompt, long cachedPrompt, long completion) {
    this(prompt, cachedPrompt, completion, completion, List.of(), 0);
  }

  /// What this usage costs at the standard rate.
  ///
  /// @throws ArithmeticException if the amount does not fit
  public MicroCredits charge(Usage usage) {
    return charge(usage, Rate.STANDARD);
  }

  /// What this usage costs.
  ///
  /// @throws ArithmeticException if the amount does not fit
  public MicroCredits charge(Usage usage, Rate rate) {
    long computed = usage.promptTokens() - usage.cachedPromptTokens();
    long plain = usage.completionTokens() - usage.reasoningTokens();
    long sum = Math.multiplyExact(computed, prompt);
    sum = Math.addExact(sum, Math.multiplyExact(usage.cachedPromptTokens(), cachedPrompt));
    sum = Math.addExact(sum, Math.multiplyExact(plain, completion));
    sum = Math.addExact(sum, Math.multiplyExact(usage.reasoningTokens(), reasoning));
    Images made = usage.images();
    if (made != null) {
      long each = Math.multiplyExact(imagePrice(made), TOKENS_PER_PRICE);
      sum = Math.addExact(sum, Math.multiplyExact(each, (long) made.count()));
    }
    return switch (rate) {
      case STANDARD -> new MicroCredits(Math.ceilDiv(sum, TOKENS_PER_PRICE));
      case BATCH -> new MicroCredits(discounted(sum));
    };
  }

  /// The most that any usage costs whose counts are at most these: whatever part of the prompt is
  /// cached, and of the completion reasoning.
  ///
  /// @throws ArithmeticException if the amount does not fit
  public MicroCredits chargeAtMost(Usage most, Rate rate) {
    long dearestPrompt = Math.max(prompt, cachedPrompt);
    long dearestCompletion = Math.max(completion, reasoning);
    return new Prices(
            dearestPrompt,
            dearestPrompt,
            dearestCompletion,
            dearestCompletion,
            images,
            batchDiscountPercent)
        .charge(most, rate);
  }

  /// The dearer of these and others, in everything: no usage costs less by it than by either. Where
  /// images are priced differently, all of them cost what the dearest does.
  public Prices atLeast(Prices other) {
    return new Prices(
        Math.max(prompt, other.prompt),
        Math.max(cachedPrompt, other.cachedPrompt),
        Math.max(completion, other.completion),
        Math.max(reasoning, other.reasoning),
        images.equals(other.images) ? images : dearestOf(images, other.images),
        Math.min(batchDiscountPercent, other.batchDiscountPercent));
  }

  private static List<ImagePrice> dearestOf(List<ImagePrice> some, List<ImagePrice> others) {
    long dearest =
        Stream.concat(some.stream(), others.stream()).mapToLong(ImagePrice::price).max().orElse(0);
    return List.of(new ImagePrice(null, null, dearest));
  }

  /// The sum is taken apart, so that the product of it and the percentage need not fit.
  private long discounted(long sum) {
    int paid = PERCENT - batchDiscountPercent;
    long unit = TOKENS_PER_PRICE * PERCENT;
    return sum / unit * paid + Math.ceilDiv(sum % unit * paid, unit);
  }

  private long imagePrice(Images made) {
    return images.stream()
        .filter(candidate -> candidate.isFor(made))
        .findFirst()
        .map(ImagePrice::price)
        .orElse(0L);
  }

  private static void requireImagePrices(List<ImagePrice> images) {
    if (images.size() > IMAGE_PRICES_MAX) {
      throw new IllegalArgumentException(
          "prices.images must be at most " + IMAGE_PRICES_MAX + ", not " + images.size());
    }
    for (int i = 1; i < images.size(); i++) {
      if (images.get(i).isForTheSameAs(images.get(i - 1))) {
        throw new IllegalArgumentException(
            "prices.images must name each size and quality once: " + images.get(i));
      }
    }
    if (!images.isEmpty() && !images.getLast().isForEveryImage()) {
      throw new IllegalArgumentException(
          "prices.images must have one without size and quality: the price of every other image");
    }
  }

  private static void requirePrice(String key, long value) {
    if (value < 0 || value > PRICE_MAX) {
      throw new IllegalArgumentException(key + " must be 0 to " + PRICE_MAX + ", not " + value);
    }
  }
}
