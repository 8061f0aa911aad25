package online.speka.worker.engine.simulator;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.usage.Usage;
import online.speka.worker.rendering.FinishReason;
import online.speka.worker.rendering.TokenEvent;
import online.speka.worker.rendering.request.EmbeddingsRequest;
import online.speka.worker.rendering.request.InvalidRequestException;

/// What a simulated chat model answers to a request, without running it: what tests and load
/// generators compare with.
///
/// @param usage as if nothing was cached; a run's own may count some of the prompt as cached
public record SimulatorReference(List<Choice> choices, Usage usage) {

  public SimulatorReference {
    choices = List.copyOf(choices);
  }

  /// One choice.
  ///
  /// @param pieces the content as a stream delivers it, one piece per delta
  /// @param tokens all that were generated: reasoning, content, calls
  public record Choice(
      List<String> pieces,
      String reasoning,
      List<Call> calls,
      FinishReason finishReason,
      int tokens) {
    public Choice {
      pieces = List.copyOf(pieces);
      calls = List.copyOf(calls);
    }

    /// The whole content; empty if there are only calls.
    public String content() {
      return String.join("", pieces);
    }
  }

  /// A call. Its id is not here: it follows from the job.
  public record Call(String function, String arguments) {}

  /// What it answers to a chat request.
  ///
  /// @throws InvalidRequestException if the model would reject it
  /// @throws IllegalArgumentException if the model is not simulated
  public static SimulatorReference of(ModelSpec model, byte[] body) {
    return of(model, JobKind.CHAT_COMPLETIONS, body);
  }

  /// @param kind an endpoint that answers to conversations
  public static SimulatorReference of(ModelSpec model, JobKind kind, byte[] body) {
    return of(ChatPlan.of(model, simulator(model), kind, body));
  }

  /// The same for completions: the text that follows each prompt, without what `echo` puts before
  /// it, and with the candidates that `best_of` drops.
  public static SimulatorReference ofCompletions(ModelSpec model, byte[] body) {
    simulator(model);
    return of(CompletionPlan.of(model, body));
  }

  private static SimulatorReference of(AnswerPlan plan) {
    List<Choice> choices = new ArrayList<>();
    int generated = 0;
    int reasoned = 0;
    for (ChoiceRun run : plan.choices((_, index) -> "call_" + index)) {
      choices.add(collect(run));
      generated += run.generated();
      reasoned += run.reasoned();
    }
    return new SimulatorReference(choices, new Usage(plan.promptTokens(), 0, generated, reasoned));
  }

  /// The vectors of an embeddings request.
  public static List<float[]> vectors(ModelSpec model, byte[] body) {
    EmbeddingsRequest request = EmbeddingsRequest.parse(body);
    WordVectors vectors = new WordVectors(model.id(), simulator(model).embeddingDimensions());
    int dimensions = vectors.dimensions(request);
    return request.inputs().stream().map(input -> vectors.vector(input, dimensions)).toList();
  }

  private static EngineSpec.Simulator simulator(ModelSpec model) {
    if (model.engine() instanceof EngineSpec.Simulator simulator) {
      return simulator;
    }
    throw new IllegalArgumentException(model.id() + " is not simulated");
  }

  private static Choice collect(ChoiceRun run) {
    List<String> pieces = new ArrayList<>();
    StringBuilder reasoning = new StringBuilder();
    List<String> functions = new ArrayList<>();
    List<StringBuilder> arguments = new ArrayList<>();
    List<FinishReason> reasons = new ArrayList<>(1);
    while (!run.isDone()) {
      try {
        run.step(
            event -> {
              switch (event) {
                case TokenEvent.Text text -> pieces.add(text.text());
                case TokenEvent.Reasoning thought -> reasoning.append(thought.text());
                case TokenEvent.CallStart call -> {
                  functions.add(call.function());
                  arguments.add(new StringBuilder());
                }
                case TokenEvent.CallArguments more -> arguments.getLast().append(more.piece());
                case TokenEvent.Finish finish -> reasons.add(finish.reason());
              }
            });
      } catch (InterruptedException e) {
        throw new IllegalStateException("nothing here waits", e);
      }
    }
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < functions.size(); i++) {
      calls.add(new Call(functions.get(i), arguments.get(i).toString()));
    }
    return new Choice(pieces, reasoning.toString(), calls, reasons.getFirst(), run.generated());
  }
}
