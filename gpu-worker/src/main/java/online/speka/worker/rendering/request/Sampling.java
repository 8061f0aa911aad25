package online.speka.worker.rendering.request;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How the next token is drawn. What the client did not say is absent: the engine's default holds.
///
/// @param seed makes two equal requests give the same answer
/// @param logitBias token to bias, -100 to 100; keys as the client wrote them
public record Sampling(
    @Nullable Double temperature,
    Truncation truncation,
    Penalties penalties,
    @Nullable Long seed,
    Map<String, Double> logitBias) {

  public Sampling {
    Objects.requireNonNull(truncation);
    Objects.requireNonNull(penalties);
    logitBias = Map.copyOf(logitBias);
  }

  /// Which tokens may be drawn at all.
  ///
  /// @param topP smallest set of tokens with this much probability together
  /// @param topK this many of the likeliest (vendor field)
  /// @param minP tokens at least this likely, relative to the likeliest (vendor field)
  public record Truncation(@Nullable Double topP, @Nullable Integer topK, @Nullable Double minP) {}

  /// What makes tokens that have been used less likely.
  ///
  /// @param presence -2 to 2
  /// @param frequency -2 to 2
  /// @param repetition factor, 1 is none (vendor field)
  public record Penalties(double presence, double frequency, @Nullable Double repetition) {}
}
