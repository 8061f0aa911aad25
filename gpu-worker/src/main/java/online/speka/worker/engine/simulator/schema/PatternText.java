package online.speka.worker.engine.simulator.schema;

import online.speka.worker.engine.simulator.words.Dice;

/// Makes up a text that a regular expression matches, for the plain ones that schemas use:
/// literals, `.`, classes, `\d \w \s`, groups, alternatives, anchors, and repetition. What it does
/// not know (look-around, back references, Unicode properties) is left out.
///
/// Walks the pattern and writes while it walks. Nothing is compiled or matched, and the walk is
/// bounded by [#STEPS_MAX], so no client's pattern is expensive.
final class PatternText {

  /// Longest pattern worth walking.
  static final int PATTERN_MAX = 4096;

  static final int STEPS_MAX = 10_000;

  private static final int DEPTH_MAX = 32;
  private static final int REPEATS_USUAL = 4;
  private static final int REPEATS_MAX = 256;

  private final String pattern;
  private final Dice dice;
  private int at;
  private int steps;

  private PatternText(String pattern, Dice dice) {
    this.pattern = pattern;
    this.dice = dice;
  }

  static String matching(String pattern, Dice dice) {
    return new PatternText(pattern, dice).alternatives(0);
  }

  /// One of the alternatives up to a closing parenthesis or the end, each as likely as the others.
  private String alternatives(int depth) {
    String chosen = sequence(depth);
    for (int count = 2; peek() == '|'; count++) {
      at++;
      String other = sequence(depth);
      chosen = dice.oneIn(count) ? other : chosen;
    }
    return chosen;
  }

  private String sequence(int depth) {
    StringBuilder text = new StringBuilder();
    while (at < pattern.length() && peek() != '|' && peek() != ')' && steps < STEPS_MAX) {
      int begin = at;
      String first = atom(depth);
      int repeats = repeats();
      int end = at;
      if (repeats > 0) {
        text.append(first);
      }
      for (int i = 1; i < repeats && steps < STEPS_MAX; i++) {
        at = begin;
        text.append(atom(depth));
      }
      at = end;
    }
    return text.toString();
  }

  private char peek() {
    return at < pattern.length() ? pattern.charAt(at) : 0;
  }

  private String atom(int depth) {
    steps++;
    char c = pattern.charAt(at++);
    return switch (c) {
      case '^', '$' -> "";
      case '.' -> one(PatternClass.LETTERS);
      case '[' -> {
        PatternClass set = PatternClass.read(pattern, at);
        at = set.end();
        yield one(set.members());
      }
      case '(' -> group(depth);
      case '\\' -> escape();
      default -> {
        if (Character.isHighSurrogate(c) && Character.isLowSurrogate(peek())) {
          at++;
          yield pattern.substring(at - 2, at);
        }
        yield String.valueOf(c);
      }
    };
  }

  private String group(int depth) {
    boolean shown = true;
    if (pattern.startsWith("?:", at)) {
      at += 2;
    } else if (pattern.startsWith("?=", at) || pattern.startsWith("?!", at)) {
      at += 2;
      shown = false;
    } else if (pattern.startsWith("?<=", at) || pattern.startsWith("?<!", at)) {
      at += 3;
      shown = false;
    } else if (pattern.startsWith("?<", at)) {
      at = Math.max(at, pattern.indexOf('>', at)) + 1;
    }
    if (depth == DEPTH_MAX) {
      at = pattern.length();
      return "";
    }
    String text = alternatives(depth + 1);
    if (peek() == ')') {
      at++;
    }
    return shown ? text : "";
  }

  private String escape() {
    char c = peek();
    at = Math.min(at + 1, pattern.length());
    if (c == 'u' || c == 'x') {
      int length = c == 'u' ? 4 : 2;
      try {
        int value = Integer.parseInt(pattern, at, Math.min(at + length, pattern.length()), 16);
        at = Math.min(at + length, pattern.length());
        return String.valueOf((char) value);
      } catch (NumberFormatException e) {
        return String.valueOf(c);
      }
    }
    if (c == 'b' || c == 'B' || c == 0 || (c >= '0' && c <= '9')) {
      return "";
    }
    if (c == 'p' || c == 'P') {
      at = Math.max(at, pattern.indexOf('}', at) + 1);
      return one(PatternClass.LETTERS);
    }
    return one(PatternClass.ofEscape(c));
  }

  private String one(String members) {
    return members.isEmpty() ? "" : String.valueOf(members.charAt(dice.below(members.length())));
  }

  /// How often what was just read is repeated.
  private int repeats() {
    int low = 1;
    int high = 1;
    switch (peek()) {
      case '*' -> {
        low = 0;
        high = REPEATS_USUAL;
      }
      case '+' -> high = REPEATS_USUAL;
      case '?' -> low = 0;
      case '{' -> {
        int close = pattern.indexOf('}', at);
        String[] bounds =
            close < 0 ? new String[0] : pattern.substring(at + 1, close).split(",", -1);
        if (bounds.length == 0 || !bounds[0].matches("\\d{1,4}")) {
          return 1;
        }
        low = Integer.parseInt(bounds[0]);
        high = bounds.length == 1 ? low : upper(bounds[1], low);
        at = close;
      }
      default -> {
        return 1;
      }
    }
    at++;
    if (peek() == '?' || peek() == '+') {
      at++;
    }
    return Math.min(REPEATS_MAX, dice.between(low, Math.max(low, high)));
  }

  private static int upper(String bound, int low) {
    return bound.matches("\\d{1,4}")
        ? Math.min(Integer.parseInt(bound), low + REPEATS_USUAL)
        : low + REPEATS_USUAL;
  }
}
