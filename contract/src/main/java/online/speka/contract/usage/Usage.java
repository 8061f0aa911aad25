package online.speka.contract.usage;

/// Tokens one job consumed, as its engine counted them. All counts are tokens.
///
/// Invariant: `cachedPromptTokens <= promptTokens` and `reasoningTokens <= completionTokens`.
///
/// @param promptTokens the whole prompt, once, however many choices were made
/// @param cachedPromptTokens the part of it that a prefix cache already held
/// @param completionTokens all choices together
/// @param reasoningTokens the part of them that was reasoning
public record Usage(
    long promptTokens, long cachedPromptTokens, long completionTokens, long reasoningTokens) {

  public static final Usage NONE = new Usage(0, 0, 0, 0);

  public Usage {
    if (cachedPromptTokens < 0 || promptTokens < cachedPromptTokens) {
      throw new IllegalArgumentException(
          "cached prompt tokens must be 0 to " + promptTokens + ", not " + cachedPromptTokens);
    }
    if (reasoningTokens < 0 || completionTokens < reasoningTokens) {
      throw new IllegalArgumentException(
          "reasoning tokens must be 0 to " + completionTokens + ", not " + reasoningTokens);
    }
  }

  public static Usage of(long promptTokens, long completionTokens) {
    return new Usage(promptTokens, 0, completionTokens, 0);
  }

  /// Both together.
  ///
  /// @throws ArithmeticException on overflow
  public Usage plus(Usage other) {
    return new Usage(
        Math.addExact(promptTokens, other.promptTokens),
        Math.addExact(cachedPromptTokens, other.cachedPromptTokens),
        Math.addExact(completionTokens, other.completionTokens),
        Math.addExact(reasoningTokens, other.reasoningTokens));
  }

  /// @throws ArithmeticException on overflow
  public long totalTokens() {
    return Math.addExact(promptTokens, completionTokens);
  }
}
