package online.speka.worker.engine.simulator.schema;

import static java.util.stream.Collectors.joining;

/// The characters between brackets in a regular expression.
///
/// @param members what it allows, as far as that can be printed
/// @param end just after the closing bracket
record PatternClass(String members, int end) {

  static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

  private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String DIGITS = "0123456789";
  private static final String WORD = LETTERS + CAPITALS + DIGITS + "_";
  private static final String SPACE = " ";
  private static final String MARKS = "-.,:;!?@#%&*+=/()[]{}<>~'\"^|$`\\";
  private static final String PRINTABLE = WORD + SPACE + MARKS;
  private static final int RANGE_MAX = 256;

  /// @param from just after the opening bracket
  static PatternClass read(String pattern, int from) {
    int at = from;
    boolean not = at < pattern.length() && pattern.charAt(at) == '^';
    if (not) {
      at++;
    }
    StringBuilder members = new StringBuilder();
    boolean first = true;
    while (at < pattern.length() && (first || pattern.charAt(at) != ']')) {
      first = false;
      char c = pattern.charAt(at++);
      if (c == '\\' && at < pattern.length()) {
        members.append(ofEscape(pattern.charAt(at++)));
      } else if (at + 1 < pattern.length()
          && pattern.charAt(at) == '-'
          && pattern.charAt(at + 1) != ']') {
        range(c, pattern.charAt(at + 1), members);
        at += 2;
      } else {
        members.append(c);
      }
    }
    String allowed = members.toString();
    return new PatternClass(not ? without(allowed) : allowed, Math.min(at + 1, pattern.length()));
  }

  private static void range(char from, char to, StringBuilder members) {
    for (int c = from; c <= to && c - from < RANGE_MAX; c++) {
      if (!Character.isSurrogate((char) c)) {
        members.append((char) c);
      }
    }
  }

  /// What an escaped character stands for; itself, if nothing else.
  static String ofEscape(char c) {
    return switch (c) {
      case 'd' -> DIGITS;
      case 'w' -> WORD;
      case 's' -> SPACE;
      case 'D', 'W' -> without(c == 'D' ? DIGITS : WORD);
      case 'S' -> WORD;
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      default -> String.valueOf(c);
    };
  }

  private static String without(String members) {
    return PRINTABLE
        .chars()
        .filter(c -> members.indexOf(c) < 0)
        .mapToObj(Character::toString)
        .collect(joining());
  }
}
