package online.speka.worker.rendering;

import java.util.List;
import java.util.Objects;

/// How likely a token was, and what else was likely in its place.
///
/// @param top the likeliest tokens, as many as the client asked for, likeliest first
public record TokenLogprob(Candidate token, List<Candidate> top) {

  public TokenLogprob {
    Objects.requireNonNull(token);
    top = List.copyOf(top);
  }

  /// One token and its natural log of probability.
  ///
  /// @param text as a client shows it; a token that is half a character has no text of its own and
  ///     is written as `bytes:\xf0\x9f`
  /// @param bytes UTF-8, perhaps only part of a character; read-only
  /// @param logprob at most 0
  public record Candidate(String text, byte[] bytes, double logprob) {
    public Candidate {
      Objects.requireNonNull(text);
      Objects.requireNonNull(bytes);
      if (!(logprob <= 0) || Double.isInfinite(logprob)) {
        throw new IllegalArgumentException("a logprob is finite and not above 0: " + logprob);
      }
    }
  }
}
