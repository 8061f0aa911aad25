package online.speka.contract.usage;

/// What tokens of one model cost, in micro-credits per million tokens.
///
/// A price per single token would be a fraction of a micro-credit for small models, so prices are
/// per million and one job's sum is rounded up, once, to a whole micro-credit.
///
/// @param prompt prompt tokens that were computed
/// @param cachedPrompt prompt tokens a prefix cache already held
/// @param completion generated tokens, reasoning included
public record Prices(long prompt, long cachedPrompt, long completion) {

  /// Highest price, so that a job of 2^31 tokens cannot overflow.
  public static final long PRICE_MAX = 1_000_000_000L;

  public static final Prices FREE = new Prices(0, 0, 0);

  private static final long TOKENS_PER_PRICE = 1_000_000L;

  public Prices {
    requirePrice("prices.prompt", prompt);
    requirePrice("prices.cached_prompt", cachedPrompt);
    requirePrice("prices.completion", completion);
  }

  /// What this usage costs.
  ///
  /// @throws ArithmeticException if the amount does not fit
  public MicroCredits charge(Usage usage) {
    long computed = usage.promptTokens() - usage.cachedPromptTokens();
    long sum = Math.multiplyExact(computed, prompt);
    sum = Math.addExact(sum, Math.multiplyExact(usage.cachedPromptTokens(), cachedPrompt));
    sum = Math.addExact(sum, Math.multiplyExact(usage.completionTokens(), completion));
    return new MicroCredits(Math.ceilDiv(sum, TOKENS_PER_PRICE));
  }

  private static void requirePrice(String key, long value) {
    if (value < 0 || value > PRICE_MAX) {
      throw new IllegalArgumentException(key + " must be 0 to " + PRICE_MAX + ", not " + value);
    }
  }
}
