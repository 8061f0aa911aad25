package online.speka.worker.engine.llamacpp;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// Draws the tokens of one answer, in llama.cpp's order: bias, penalties, top k, top p, min p,
/// temperature. With equal settings, seed and scores it draws equal tokens. For one thread.
final class TokenSampler {

  /// Drawn when no token has a score.
  static final int NONE = -1;

  /// Tokens less likely than the likeliest by this power of e are not looked at: sorting them would
  /// cost more than all the rest, and 50,000 of them weigh less than one in a million.
  private static final double NEGLIGIBLE = 25;

  private final SamplingSettings settings;
  private final SplittableRandom random;
  private final Map<Integer, Integer> used = new HashMap<>();

  TokenSampler(SamplingSettings settings) {
    this.settings = settings;
    this.random =
        settings.seed() == null ? new SplittableRandom() : new SplittableRandom(settings.seed());
  }

  /// Changes the scores as bias and penalties have it.
  void adjust(float[] logits) {
    settings.bias().forEach((token, bias) -> logits[token] = (float) (logits[token] + bias));
    SamplingSettings.Penalties penalties = settings.penalties();
    if (penalties.equals(SamplingSettings.Penalties.NONE)) {
      return;
    }
    used.forEach(
        (token, count) -> {
          double logit = logits[token];
          logit = logit > 0 ? logit / penalties.repetition() : logit * penalties.repetition();
          logits[token] = (float) (logit - penalties.presence() - count * penalties.frequency());
        });
  }

  /// Draws from adjusted scores.
  ///
  /// @return a token, or [#NONE]
  int draw(float[] logits) {
    int likeliest = likeliest(logits);
    if (likeliest == NONE || settings.temperature() == 0) {
      return likeliest;
    }
    long[] candidates = candidates(logits, logits[likeliest]);
    int count = keep(candidates, logits);
    return pick(candidates, count, logits, logits[likeliest]);
  }

  /// Remembers a token that was drawn.
  void accept(int token) {
    used.merge(token, 1, Integer::sum);
  }

  private static int likeliest(float[] logits) {
    int best = NONE;
    float most = Float.NEGATIVE_INFINITY;
    for (int token = 0; token < logits.length; token++) {
      if (logits[token] > most) {
        most = logits[token];
        best = token;
      }
    }
    return best;
  }

  /// The tokens worth looking at, likeliest first. Each is packed into a number that sorts by score
  /// first and then by token, so that equal scores have an order too.
  private long[] candidates(float[] logits, float most) {
    float least = (float) (most - NEGLIGIBLE * Math.max(1, settings.temperature()));
    long[] packed = new long[logits.length];
    int count = 0;
    for (int token = 0; token < logits.length; token++) {
      if (logits[token] >= least) {
        int bits = Float.floatToIntBits(logits[token]);
        int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        packed[count++] = ((long) ~ordered << 32) | token;
      }
    }
    long[] candidates = Arrays.copyOf(packed, count);
    Arrays.sort(candidates);
    return candidates;
  }

  private static int token(long candidate) {
    return (int) candidate;
  }

  /// How many of the candidates top k, top p and min p leave; at least one.
  private int keep(long[] candidates, float[] logits) {
    int count = candidates.length;
    if (settings.topK() > 0) {
      count = Math.min(count, settings.topK());
    }
    double most = logits[token(candidates[0])];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp(logits[token(candidates[i])] - most);
    }
    double reached = 0;
    for (int i = 0; i < count; i++) {
      double relative = Math.exp(logits[token(candidates[i])] - most);
      if (i > 0 && (relative < settings.minP() || reached >= settings.topP())) {
        return i;
      }
      reached += relative / sum;
    }
    return count;
  }

  private int pick(long[] candidates, int count, float[] logits, float most) {
    double[] reached = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp((logits[token(candidates[i])] - most) / settings.temperature());
      reached[i] = sum;
    }
    double drawn = random.nextDouble() * sum;
    int found = Arrays.binarySearch(reached, drawn);
    int index = found >= 0 ? found + 1 : -found - 1;
    return token(candidates[Math.min(index, count - 1)]);
  }
}
