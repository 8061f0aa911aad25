package online.speka.worker.engine.simulator;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.job.Job;
import online.speka.worker.rendering.AnswerWriter;
import online.speka.worker.rendering.StopStrings;
import online.speka.worker.rendering.request.ChatRequest;
import online.speka.worker.rendering.request.InvalidRequestException;

/// The plan of a chat answer.
///
/// @param tokensMax most tokens of one choice
record ChatPlan(ChatRequest request, PromptScan prompt, long seed, int tokensMax, Script script)
    implements AnswerPlan {

  /// @throws InvalidRequestException if this model cannot answer this request
  static ChatPlan of(ModelSpec model, EngineSpec.Simulator engine, JobKind kind, byte[] body) {
    ChatRequest request = ChatRequest.parse(kind, body);
    ChatPrompt.Scanned scanned = ChatPrompt.of(model.id(), request);
    int tokensMax =
        request
            .limits()
            .completionTokensMax(model.capacity(), scanned.scan().tokens(), request.promptField());
    Script script = new Script(request, engine, scanned.seed());
    return new ChatPlan(request, scanned.scan(), scanned.seed(), tokensMax, script);
  }

  @Override
  public List<PromptScan> prompts() {
    return List.of(prompt);
  }

  @Override
  public AnswerWriter writer(Job job, String fingerprint) {
    return AnswerWriter.of(job, request, fingerprint);
  }

  @Override
  public List<ChoiceRun> choices(ChoiceRun.CallIds callIds) {
    ChatRequest.Output output = request.output();
    ChoiceRun.Settings settings =
        new ChoiceRun.Settings(
            tokensMax,
            StopStrings.of(request.limits().stop()),
            output.logprobs() ? new Logprobs(seed, output.topLogprobs()) : null,
            callIds,
            script.whole());
    List<ChoiceRun> choices = new ArrayList<>(request.limits().n());
    for (int i = 0; i < request.limits().n(); i++) {
      choices.add(new ChoiceRun(i, script.choice(i), settings));
    }
    return choices;
  }
}
