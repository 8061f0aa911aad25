package online.speka.worker.engine.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import online.speka.worker.engine.simulator.words.Dice;
import online.speka.worker.engine.simulator.words.Token;
import online.speka.worker.engine.simulator.words.Vocabulary;
import online.speka.worker.rendering.TokenLogprob;
import online.speka.worker.rendering.TokenLogprob.Candidate;

/// Plausible probabilities: the token that was said is the likeliest, and all together are at most
/// one.
///
/// @param top how many alternatives the client asked for, the token itself included
record Logprobs(long seed, int top) {

  private static final double LIKELIEST_MIN = 0.4;
  private static final double LIKELIEST_SPAN = 0.55;
  private static final double SHARE_OF_REST = 0.4;

  TokenLogprob of(int choice, int position, Token token) {
    Dice dice = new Dice(Dice.mix(Dice.mix(seed, choice), position));
    double probability = LIKELIEST_MIN + LIKELIEST_SPAN * dice.unit();
    Candidate said = candidate(token, probability);
    List<Candidate> candidates = new ArrayList<>(top);
    Set<String> texts = new HashSet<>();
    double rest = 1 - probability;
    for (Token next = token; candidates.size() < top; next = Vocabulary.alternative(dice)) {
      if (texts.add(next.text())) {
        candidates.add(candidates.isEmpty() ? said : candidate(next, rest * SHARE_OF_REST));
        rest = candidates.size() == 1 ? rest : rest * (1 - SHARE_OF_REST);
      }
    }
    return new TokenLogprob(said, candidates);
  }

  private static Candidate candidate(Token token, double probability) {
    return new Candidate(token.text(), token.bytes(), StrictMath.log(probability));
  }
}
