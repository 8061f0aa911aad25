package online.speka.edge.admission;

import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Rate;
import online.speka.contract.usage.Usage;
import online.speka.edge.validation.InferenceRequest;
import online.speka.edge.validation.Prompt;

/// The most that a request can cost: what is held back until its bill is there.
///
/// No tokenizer makes more tokens of a text than it has bytes, and in JSON a text is never shorter
/// than it is. What is around the texts is bounded by what templates are known to add. No prompt is
/// longer than its model's window. Whatever is longer all the same is not charged.
public final class CostBound {

  /// A system prompt and the instructions for tools that some chat templates bring along.
  private static final long TEMPLATE_TOKENS = 256;

  /// The marks around a prompt or an input, and a prefix that tells queries from passages.
  private static final long ITEM_TOKENS = 8;

  private CostBound() {}

  /// At the standard rate: what waits in the batch lane pays no more.
  public static MicroCredits of(InferenceRequest request) {
    Usage most =
        new Usage(promptTokensMax(request), 0, request.outputTokensMax(), 0, request.images());
    return request.model().prices().chargeAtMost(most, Rate.STANDARD);
  }

  /// Most tokens that the model can see in a prompt.
  static long promptTokensMax(InferenceRequest request) {
    ModelSpec model = request.model();
    Prompt prompt = request.prompt();
    long windows = Math.multiplyExact((long) model.capacity().contextTokens(), prompt.items());
    return prompt.media() ? windows : Math.min(windows, textTokensMax(request.kind(), prompt));
  }

  private static long textTokensMax(JobKind kind, Prompt prompt) {
    long given =
        prompt.tokens() < 0
            ? prompt.bodyBytes()
            : prompt.tokens() + prompt.bodyBytes() - (prompt.end() - prompt.start());
    long added =
        switch (kind) {
          case CHAT_COMPLETIONS, RESPONSES -> TEMPLATE_TOKENS;
          case COMPLETIONS, EMBEDDINGS, IMAGE_GENERATIONS -> ITEM_TOKENS * prompt.items();
        };
    return given + added;
  }
}
