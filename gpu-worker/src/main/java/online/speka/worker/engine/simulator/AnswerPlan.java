package online.speka.worker.engine.simulator;

import java.util.List;
import online.speka.contract.job.Job;
import online.speka.worker.rendering.AnswerWriter;

/// Everything about one answer that is known before its first token, whatever endpoint it is for.
sealed interface AnswerPlan permits ChatPlan, CompletionPlan {

  /// Follows from everything the answer depends on.
  long seed();

  /// One for each prompt.
  List<PromptScan> prompts();

  /// The choices, none of them begun.
  ///
  /// @throws online.speka.worker.rendering.request.InvalidRequestException if a schema asks for too
  ///     much
  List<ChoiceRun> choices(ChoiceRun.CallIds callIds);

  /// Writes the answer as this job's client expects it.
  AnswerWriter writer(Job job, String fingerprint);

  /// All prompts together.
  default int promptTokens() {
    int tokens = 0;
    for (PromptScan prompt : prompts()) {
      tokens = Math.addExact(tokens, prompt.tokens());
    }
    return tokens;
  }
}
