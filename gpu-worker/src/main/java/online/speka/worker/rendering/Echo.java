package online.speka.worker.rendering;

import java.util.List;
import java.util.Objects;

/// A prompt as it stands at the beginning of each of its choices.
///
/// @param tokens its tokens, if the client asked for logprobs. How likely the first one was cannot
///     be said, since nothing comes before it; that number is not shown
public record Echo(String text, List<TokenLogprob> tokens) {
  public Echo {
    Objects.requireNonNull(text);
    tokens = List.copyOf(tokens);
  }
}
