package online.speka.worker.engine.llamacpp;

import java.util.Map;
import online.speka.worker.engine.EngineStartException;
import online.speka.worker.engine.llamacpp.Generation.End;
import online.speka.worker.engine.llamacpp.Generation.Step;

/// A first short answer, so that the first client does not wait for pages to be read and code to be
/// compiled.
final class WarmUp {

  private static final int PROMPT_TOKENS = 32;
  private static final int ANSWER_TOKENS = 16;

  private WarmUp() {}

  /// @throws EngineStartException if the model cannot answer
  static void run(DecodeLoop loop, LlamaModel model) throws InterruptedException {
    int[] text =
        model.vocabulary().tokenize("The quick brown fox jumps over the dog. ", true, false);
    int[] prompt = new int[PROMPT_TOKENS];
    for (int i = 0; i < prompt.length; i++) {
      prompt[i] = text[i % text.length];
    }
    Generation generation =
        new Generation(new Generation.Order("", prompt, ANSWER_TOKENS, greedy(), null, -1));
    if (!loop.submit(generation)) {
      throw new EngineStartException("the model stopped before its first answer", null);
    }
    while (true) {
      if (generation.next() instanceof Step.Ended(End end, String detail)) {
        if (end == End.FAILED) {
          throw new EngineStartException("the model cannot answer: " + detail, null);
        }
        return;
      }
    }
  }

  private static SamplingSettings greedy() {
    return new SamplingSettings(0, 0, 1, 0, SamplingSettings.Penalties.NONE, 0L, Map.of());
  }
}
