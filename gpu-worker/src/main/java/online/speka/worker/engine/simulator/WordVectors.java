package online.speka.worker.engine.simulator;

import java.util.Locale;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.worker.engine.simulator.words.Dice;
import online.speka.worker.rendering.request.EmbeddingsRequest;
import online.speka.worker.rendering.request.Input;
import online.speka.worker.rendering.request.InvalidRequestException;

/// Unit vectors that are the closer, the more words two texts share: the sum of one random vector
/// of signs for each word and each word's beginning, and a little of the whole text, so that no two
/// texts are the same.
final class WordVectors {

  private static final float WORD = 1f;
  private static final float BEGINNING = 0.6f;
  private static final float SHORT_WORD = 0.25f;
  private static final float WHOLE = 0.2f;
  private static final int SHORT_LENGTH = 3;
  private static final int BEGINNING_LENGTH = 4;
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private final long seed;
  private final int dimensionsMax;

  WordVectors(ModelId model, int dimensionsMax) {
    this.seed = hash(model.value(), 0, model.value().length(), FNV_OFFSET);
    this.dimensionsMax = dimensionsMax;
  }

  /// How long the vectors of a request are.
  ///
  /// @throws InvalidRequestException if it wants them longer than they are
  int dimensions(EmbeddingsRequest request) {
    Integer wanted = request.dimensions();
    if (wanted != null && wanted > dimensionsMax) {
      throw new InvalidRequestException(
          ApiError.ofParam(
              ErrorReason.INVALID_VALUE,
              "This model's embeddings have at most " + dimensionsMax + " dimensions.",
              "dimensions"));
    }
    return wanted == null ? dimensionsMax : wanted;
  }

  /// A shorter vector is the beginning of the long one, brought to length one again.
  float[] vector(Input input, int dimensions) {
    float[] sum = new float[dimensions];
    switch (input) {
      case Input.Text(String text) -> addText(text.toLowerCase(Locale.ROOT), sum);
      case Input.Tokens(int[] ids) -> addTokens(ids, sum);
    }
    return normalized(sum);
  }

  private void addText(String text, float[] sum) {
    for (int at = 0; at < text.length(); ) {
      int end = at;
      while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
        end++;
      }
      if (end == at) {
        at++;
        continue;
      }
      add(hash(text, at, end, seed), end - at <= SHORT_LENGTH ? SHORT_WORD : WORD, sum);
      if (end - at > BEGINNING_LENGTH) {
        add(Dice.mix(hash(text, at, at + BEGINNING_LENGTH, seed), 1), BEGINNING, sum);
      }
      at = end;
    }
    add(Dice.mix(hash(text, 0, text.length(), seed), 2), WHOLE, sum);
  }

  private void addTokens(int[] ids, float[] sum) {
    long whole = seed;
    for (int id : ids) {
      add(Dice.mix(seed, id), WORD, sum);
      whole = Dice.mix(whole, id);
    }
    add(Dice.mix(whole, 2), WHOLE, sum);
  }

  private static void add(long feature, float weight, float[] sum) {
    Dice dice = new Dice(feature);
    for (int at = 0; at < sum.length; at += Long.SIZE) {
      long signs = dice.next();
      int end = Math.min(sum.length, at + Long.SIZE);
      for (int i = at; i < end; i++) {
        sum[i] += (signs & 1) == 0 ? weight : -weight;
        signs >>>= 1;
      }
    }
  }

  private static long hash(String text, int from, int to, long start) {
    long hash = start;
    for (int i = from; i < to; i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }

  private static float[] normalized(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    if (square == 0) {
      // Signs that cancel each other in a vector of very few dimensions.
      vector[0] = 1;
      return vector;
    }
    double factor = 1 / Math.sqrt(square);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] * factor);
    }
    return vector;
  }
}
