package online.speka.worker.rendering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import online.speka.contract.usage.Usage;
import online.speka.worker.rendering.request.CompletionRequest;

/// Keeps all candidates of `best_of` until the end and passes on the best of each prompt: those
/// whose tokens were the likeliest on average, best first.
public final class BestOfWriter implements AnswerWriter {

  private static final byte[] NOTHING = {};

  private final AnswerWriter chosen;
  private final int shown;
  private final int made;
  private final List<Candidate> candidates;

  private static final class Candidate {
    final List<TokenEvent> events = new ArrayList<>();
    double sum;
    int tokens;

    double likelihood() {
      return tokens == 0 ? Double.NEGATIVE_INFINITY : sum / tokens;
    }
  }

  /// @param chosen writes the choices that are shown
  BestOfWriter(AnswerWriter chosen, CompletionRequest request) {
    this.chosen = chosen;
    this.shown = request.limits().n();
    this.made = request.output().bestOf();
    this.candidates = new ArrayList<>(request.candidates());
    for (int i = 0; i < request.candidates(); i++) {
      candidates.add(new Candidate());
    }
  }

  @Override
  public byte[] write(TokenEvent event) {
    Candidate candidate = candidates.get(event.choice());
    candidate.events.add(event);
    if (event instanceof TokenEvent.Text(_, _, List<TokenLogprob> logprobs)) {
      candidate.tokens += logprobs.size();
      logprobs.forEach(token -> candidate.sum += token.token().logprob());
    }
    return NOTHING;
  }

  @Override
  public byte[] finish(Usage usage) {
    int choice = 0;
    for (int from = 0; from < candidates.size(); from += made) {
      List<Candidate> ofPrompt = new ArrayList<>(candidates.subList(from, from + made));
      // A stable sort: of equals, the one that was made first.
      ofPrompt.sort(Comparator.comparingDouble(Candidate::likelihood).reversed());
      for (Candidate candidate : ofPrompt.subList(0, shown)) {
        pass(candidate, choice++);
      }
    }
    return chosen.finish(usage);
  }

  private void pass(Candidate candidate, int choice) {
    for (TokenEvent event : candidate.events) {
      var _ =
          chosen.write(
              switch (event) {
                case TokenEvent.Text(_, String text, var logprobs) ->
                    new TokenEvent.Text(choice, text, logprobs);
                case TokenEvent.Finish(_, FinishReason reason) ->
                    new TokenEvent.Finish(choice, reason);
                case TokenEvent.Reasoning _, TokenEvent.CallStart _, TokenEvent.CallArguments _ ->
                    throw new IllegalStateException("a completion has only text");
              });
    }
  }
}
