package online.speka.contract.usage;

import org.jspecify.annotations.Nullable;

/// What one job consumed, as its engine counted it. All counts are tokens.
///
/// Invariant: `cachedPromptTokens <= promptTokens` and `reasoningTokens <= completionTokens`.
///
/// @param promptTokens the whole prompt, once, however many choices were made
/// @param cachedPromptTokens the part of it that a prefix cache already held
/// @param completionTokens all choices together
/// @param reasoningTokens the part of them that was reasoning
/// @param images the images that were made; their tokens are completion tokens
public record Usage(
    long promptTokens,
    long cachedPromptTokens,
    long completionTokens,
    long reasoningTokens,
    @Nullable Images images) {

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

  /// Without images.
  public Usage(
      long promptTokens, long cachedPromptTokens, long completionTokens, long reasoningTokens) {
    this(promptTokens, cachedPromptTokens, completionTokens, reasoningTokens, null);
  }

  public static Usage of(long promptTokens, long completionTokens) {
    return new Usage(promptTokens, 0, completionTokens, 0);
  }

  /// What these images cost in tokens, after this prompt.
  ///
  /// @throws ArithmeticException on overflow
  public static Usage of(long promptTokens, Images images) {
    long tokens = Math.multiplyExact(images.size().tokens(), (long) images.count());
    return new Usage(promptTokens, 0, tokens, 0, images);
  }

  /// Both together.
  ///
  /// @throws ArithmeticException on overflow
  /// @throws IllegalArgumentException if both have images, and not of one kind
  public Usage plus(Usage other) {
    return new Usage(
        Math.addExact(promptTokens, other.promptTokens),
        Math.addExact(cachedPromptTokens, other.cachedPromptTokens),
        Math.addExact(completionTokens, other.completionTokens),
        Math.addExact(reasoningTokens, other.reasoningTokens),
        plus(images, other.images));
  }

  private static @Nullable Images plus(@Nullable Images one, @Nullable Images other) {
    if (one == null) {
      return other;
    }
    return other == null ? one : one.plus(other);
  }

  /// @throws ArithmeticException on overflow
  public long totalTokens() {
    return Math.addExact(promptTokens, completionTokens);
  }
}
