package online.speka.worker.engine.llamacpp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.PriorityQueue;
import online.speka.worker.rendering.TokenLogprob;
import online.speka.worker.rendering.TokenLogprob.Candidate;

/// How likely the model itself thought a token, before bias, penalties and temperature.
final class Logprobs {

  private Logprobs() {}

  /// @param top how many alternatives are told
  static TokenLogprob of(float[] logits, int token, int top, Vocabulary vocabulary) {
    double total = logSumExp(logits);
    List<Candidate> likeliest = new ArrayList<>(top);
    for (int candidate : likeliest(logits, top)) {
      likeliest.add(candidate(logits, candidate, total, vocabulary));
    }
    return new TokenLogprob(candidate(logits, token, total, vocabulary), likeliest);
  }

  private static Candidate candidate(
      float[] logits, int token, double total, Vocabulary vocabulary) {
    byte[] bytes = vocabulary.piece(token);
    // The finite floor is for a token that a model rules out altogether.
    double logprob = Math.clamp(logits[token] - total, -Float.MAX_VALUE, 0);
    return new Candidate(text(bytes), bytes, logprob);
  }

  private static String text(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return "bytes:\\x" + HexFormat.ofDelimiter("\\x").formatHex(bytes);
    }
  }

  private static double logSumExp(float[] logits) {
    double most = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      most = Math.max(most, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - most);
    }
    return most + Math.log(sum);
  }

  private static List<Integer> likeliest(float[] logits, int top) {
    PriorityQueue<Integer> best =
        new PriorityQueue<>(Comparator.comparingDouble(token -> logits[token]));
    for (int token = 0; token < logits.length && top > 0; token++) {
      if (best.size() < top) {
        best.add(token);
      } else if (logits[token] > logits[best.element()]) {
        best.remove();
        best.add(token);
      }
    }
    List<Integer> likeliest = new ArrayList<>(best);
    likeliest.sort(Comparator.comparingDouble(token -> -logits[token]));
    return likeliest;
  }
}
