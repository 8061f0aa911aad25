package online.speka.worker.engine.simulator;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.job.Job;
import online.speka.worker.engine.simulator.words.Dice;
import online.speka.worker.engine.simulator.words.Token;
import online.speka.worker.engine.simulator.words.TokenSource;
import online.speka.worker.engine.simulator.words.Tokenizer;
import online.speka.worker.engine.simulator.words.Vocabulary;
import online.speka.worker.rendering.AnswerWriter;
import online.speka.worker.rendering.Echo;
import online.speka.worker.rendering.FinishReason;
import online.speka.worker.rendering.StopStrings;
import online.speka.worker.rendering.TokenLogprob;
import online.speka.worker.rendering.request.CompletionRequest;
import online.speka.worker.rendering.request.Input;
import online.speka.worker.rendering.request.InvalidRequestException;

/// The plan of completions: for each prompt, prose that goes on for as long as it may.
///
/// @param texts the prompts, read
record CompletionPlan(CompletionRequest request, List<Text> texts) implements AnswerPlan {

  /// Sets the tokens of a prompt apart from those of its answer.
  private static final int BEFORE = -1;

  /// One prompt.
  ///
  /// @param tokensMax most tokens of each of its choices
  private record Text(Input input, PromptScan scan, long seed, int tokensMax) {}

  /// @throws InvalidRequestException if this model cannot answer this request
  static CompletionPlan of(ModelSpec model, byte[] body) {
    CompletionRequest request = CompletionRequest.parse(body);
    List<Text> texts = new ArrayList<>(request.prompts().size());
    for (Input input : request.prompts()) {
      PromptScan scan = scan(model.id(), input);
      int tokensMax =
          request.limits().completionTokensMax(model.capacity(), scan.tokens(), "prompt");
      texts.add(new Text(input, scan, seed(request, scan), tokensMax));
    }
    return new CompletionPlan(request, texts);
  }

  private static PromptScan scan(ModelId model, Input input) {
    PromptScan scan = new PromptScan();
    scan.note(model.value());
    switch (input) {
      case Input.Text(String text) -> scan.text(text);
      case Input.Tokens(int[] ids) -> {
        for (int id : ids) {
          scan.marks(id, 1);
        }
      }
    }
    if (scan.tokens() == 0) {
      scan.marks(0, 1); // Even an empty text has a beginning.
    }
    return scan;
  }

  private static long seed(CompletionRequest request, PromptScan prompt) {
    PromptScan parameters = new PromptScan();
    parameters.note(prompt.hash());
    parameters.note(String.valueOf(request.output().suffix()));
    parameters.sampling(request.sampling());
    return parameters.hash();
  }

  @Override
  public long seed() {
    return texts.getFirst().seed;
  }

  @Override
  public List<PromptScan> prompts() {
    return texts.stream().map(Text::scan).toList();
  }

  @Override
  public List<ChoiceRun> choices(ChoiceRun.CallIds callIds) {
    List<ChoiceRun> choices = new ArrayList<>(request.candidates());
    StopStrings stops = StopStrings.of(request.limits().stop());
    for (Text text : texts) {
      ChoiceRun.Settings settings =
          new ChoiceRun.Settings(
              text.tokensMax,
              stops,
              request.topLogprobs() < 0 ? null : new Logprobs(text.seed, request.topLogprobs()),
              callIds,
              FinishReason.STOP);
      for (int i = 0; i < request.output().bestOf(); i++) {
        Segment said = new Segment.Say(TokenSource.endless(Dice.mix(text.seed, i)));
        choices.add(new ChoiceRun(choices.size(), List.of(said), settings));
      }
    }
    return choices;
  }

  @Override
  public AnswerWriter writer(Job job, String fingerprint) {
    List<Echo> echoes =
        request.output().echo() ? texts.stream().map(this::echo).toList() : List.of();
    return AnswerWriter.of(job, request, echoes, fingerprint);
  }

  private Echo echo(Text text) {
    List<Token> tokens =
        switch (text.input) {
          case Input.Text(String words) -> Tokenizer.tokens(words);
          case Input.Tokens(int[] ids) -> Vocabulary.named(ids);
        };
    StringBuilder shown = new StringBuilder();
    switch (text.input) {
      case Input.Text(String words) -> shown.append(words);
      case Input.Tokens _ -> tokens.forEach(token -> shown.append(token.text()));
    }
    List<TokenLogprob> logprobs = new ArrayList<>();
    Integer top = request.output().logprobs();
    if (top != null) {
      Logprobs likely = new Logprobs(text.seed, top);
      for (int i = 0; i < tokens.size(); i++) {
        logprobs.add(likely.of(BEFORE, i, tokens.get(i)));
      }
    }
    return new Echo(shown.toString(), logprobs);
  }
}
