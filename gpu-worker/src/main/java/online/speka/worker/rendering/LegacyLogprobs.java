package online.speka.worker.rendering;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import online.speka.worker.rendering.TokenLogprob.Candidate;

/// The logprobs of one choice in the older shape: four lists side by side.
final class LegacyLogprobs {

  private final JsonBytes tokens = new JsonBytes(0);
  private final JsonBytes tokenLogprobs = new JsonBytes(0);
  private final JsonBytes topLogprobs = new JsonBytes(0);
  private final JsonBytes textOffsets = new JsonBytes(0);

  /// Where the next token begins in the choice's text, in characters.
  private long offset;

  /// The prompt's tokens, before all others.
  void addEcho(List<TokenLogprob> echo) {
    for (int i = 0; i < echo.size(); i++) {
      add(echo.get(i), i > 0);
    }
  }

  void add(List<TokenLogprob> more) {
    more.forEach(token -> add(token, true));
  }

  private void add(TokenLogprob token, boolean likely) {
    String comma = tokens.size() == 0 ? "" : ",";
    tokens.raw(comma).quoted(token.token().text());
    textOffsets.raw(comma).number(offset);
    if (likely) {
      tokenLogprobs.raw(comma).number(token.token().logprob());
      top(topLogprobs.raw(comma), token);
    } else {
      tokenLogprobs.raw(comma).raw("null");
      topLogprobs.raw(comma).raw("null");
    }
    offset += characters(token.token().bytes());
  }

  /// The likeliest tokens and the one that was said: one key each, since two tokens can show the
  /// same text.
  private static void top(JsonBytes out, TokenLogprob token) {
    out.raw("{");
    Set<String> texts = new HashSet<>();
    for (Candidate candidate : token.top()) {
      entry(out, candidate, texts);
    }
    entry(out, token.token(), texts);
    out.raw("}");
  }

  private static void entry(JsonBytes out, Candidate candidate, Set<String> texts) {
    if (texts.add(candidate.text())) {
      out.raw(texts.size() == 1 ? "" : ",").quoted(candidate.text());
      out.raw(":").number(candidate.logprob());
    }
  }

  /// How many characters begin in these bytes.
  private static long characters(byte[] bytes) {
    long characters = 0;
    for (byte b : bytes) {
      if ((b & 0xC0) != 0x80) {
        characters++;
      }
    }
    return characters;
  }

  boolean isEmpty() {
    return tokens.size() == 0;
  }

  void writeTo(JsonBytes out) {
    out.raw("{\"tokens\":[").raw(tokens).raw("],\"token_logprobs\":[").raw(tokenLogprobs);
    out.raw("],\"top_logprobs\":[").raw(topLogprobs).raw("],\"text_offset\":[");
    out.raw(textOffsets).raw("]}");
  }

  /// Forgets what was written, not where the text has come to.
  void clear() {
    tokens.clear();
    tokenLogprobs.clear();
    topLogprobs.clear();
    textOffsets.clear();
  }
}
