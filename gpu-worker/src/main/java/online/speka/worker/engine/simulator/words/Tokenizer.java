package online.speka.worker.engine.simulator.words;

import java.util.ArrayList;
import java.util.List;

/// The simulator's tokens: up to eight letters, up to three digits, a run of white space, or one
/// other character; a single space belongs to what follows it.
public final class Tokenizer {

  private static final int LETTERS_MAX = 8;
  private static final int DIGITS_MAX = 3;
  private static final int SPACES_MAX = 8;

  private Tokenizer() {}

  /// Where the unit ends that begins here. A unit is one token, or two if [#isPair].
  public static int next(String text, int from) {
    int at = from;
    if (text.charAt(at) == ' ' && at + 1 < text.length() && !isSpace(text.charAt(at + 1))) {
      at++;
    }
    char c = text.charAt(at);
    if (isLetter(c)) {
      int end = Math.min(text.length(), at + LETTERS_MAX);
      while (++at < end && isLetter(text.charAt(at))) {}
      return at;
    }
    if (isDigit(c)) {
      int end = Math.min(text.length(), at + DIGITS_MAX);
      while (++at < end && isDigit(text.charAt(at))) {}
      return at;
    }
    if (isSpace(c)) {
      return spaces(text, at);
    }
    return isPair(text, at + 2) ? at + 2 : at + 1;
  }

  private static int spaces(String text, int from) {
    int at = from;
    int end = Math.min(text.length(), from + SPACES_MAX);
    while (++at < end && isSpace(text.charAt(at))) {}
    boolean wordFollows = at < text.length() && !isSpace(text.charAt(at));
    return wordFollows && at - from > 1 && text.charAt(at - 1) == ' ' ? at - 1 : at;
  }

  /// Whether a unit that ends here ends with a character of two tokens.
  public static boolean isPair(String text, int end) {
    return end >= 2
        && end <= text.length()
        && Character.isSurrogatePair(text.charAt(end - 2), text.charAt(end - 1));
  }

  public static int count(String text) {
    int tokens = 0;
    for (int at = 0; at < text.length(); ) {
      at = next(text, at);
      tokens += isPair(text, at) ? 2 : 1;
    }
    return tokens;
  }

  public static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>(text.length() / 4 + 1);
    for (int at = 0; at < text.length(); ) {
      int end = next(text, at);
      String unit = text.substring(at, end);
      if (isPair(text, end)) {
        tokens.addAll(Token.halves(unit));
      } else {
        tokens.add(Token.of(unit));
      }
      at = end;
    }
    return tokens;
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || Character.isWhitespace(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// Ideographs, kana and syllables stand alone.
  private static boolean isLetter(char c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    return Character.isLetter(c) && (c < 0x2E80 || c > 0xD7FF);
  }
}
