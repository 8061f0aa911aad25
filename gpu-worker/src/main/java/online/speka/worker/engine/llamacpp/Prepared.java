package online.speka.worker.engine.llamacpp;

import java.util.List;
import java.util.function.IntFunction;
import online.speka.worker.rendering.AnswerWriter;
import org.jspecify.annotations.Nullable;

/// What an answer is made of, whatever endpoint it is for.
///
/// @param prompts one for each `perPrompt` choices
/// @param spoken makes of a choice's tokens what its client sees
record Prepared(
    AnswerWriter writer,
    List<Prompt> prompts,
    int perPrompt,
    Drawing drawing,
    IntFunction<SpokenText> spoken) {

  /// @param tokens at least one
  /// @param tokensMax most tokens of each of its choices; none if the prompt is only to be counted
  record Prompt(int[] tokens, int tokensMax) {}

  /// How tokens are drawn.
  ///
  /// @param topLogprobs alternatives told per token; negative if none were asked for
  record Drawing(SamplingSettings sampling, @Nullable String grammar, int topLogprobs) {}

  int choices() {
    return prompts.size() * perPrompt;
  }

  Prompt promptOf(int choice) {
    return prompts.get(choice / perPrompt);
  }

  /// The order for a choice of this tenant's job; its prompt may go on.
  Generation.Order order(String tenant, int choice) {
    Prompt prompt = promptOf(choice);
    return new Generation.Order(
        tenant,
        prompt.tokens(),
        prompt.tokensMax(),
        drawing.sampling().forChoice(choice),
        drawing.grammar(),
        drawing.topLogprobs());
  }
}
