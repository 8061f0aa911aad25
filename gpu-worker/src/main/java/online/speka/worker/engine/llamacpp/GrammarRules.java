package online.speka.worker.engine.llamacpp;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import online.speka.worker.rendering.JsonBytes;

/// Rules of a JSON grammar as they are found, in llama.cpp's notation (GBNF). What a method returns
/// is an expression to be used in others.
final class GrammarRules {

  static final int RULES_MAX = 1000;
  static final int TEXT_LENGTH_MAX = 64 * 1024;

  /// llama.cpp writes every repetition out, so that few words can make a large grammar.
  static final int REPETITIONS_MAX = 5000;

  /// As often as the model likes.
  static final int UNBOUNDED = Integer.MAX_VALUE;

  private final Map<String, String> rules = new LinkedHashMap<>();
  private int length;
  private int repetitions;
  private int references;

  /// A property of an object.
  ///
  /// @param value expression
  record Property(String name, String value, boolean required) {}

  /// There are more rules than one answer may be held to.
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException() {
      super("the grammar is too large", null, false, false);
    }
  }

  String text() {
    return rules.entrySet().stream()
        .map(rule -> rule.getKey() + " ::= " + rule.getValue() + "\n")
        .collect(joining());
  }

  void define(String name, String expression) {
    length += expression.length();
    if (rules.size() >= RULES_MAX || length > TEXT_LENGTH_MAX) {
      throw new TooLargeException();
    }
    rules.put(name, expression);
  }

  /// A name for a rule that others point to before it is defined.
  String newReference() {
    return "ref" + references++;
  }

  private String rule(String expression) {
    String name = "r" + rules.size();
    define(name, expression);
    return name;
  }

  /// A value that is exactly this JSON.
  static String literal(String json) {
    return quoted(json) + " ws";
  }

  static String literalText(String text) {
    return literal(json(text));
  }

  /// Half a surrogate pair is written as its escape, which is how it must have come.
  private static String json(String text) {
    return new JsonBytes(text.length() + 2).quoted(text).toString();
  }

  private static String quoted(String json) {
    return "\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /// Exactly this text.
  static String words(String text) {
    return quoted(text).replace("\n", "\\n");
  }

  static String oneOf(List<String> expressions) {
    return "( " + String.join(" | ", expressions) + " )";
  }

  /// An object of these properties, in this order.
  String object(List<Property> properties) {
    // Built from the end: how a property begins depends on whether one came before it.
    String afterOne = "";
    String afterNone = "";
    for (Property property : properties.reversed()) {
      String entry = quoted(json(property.name())) + " \":\" ws ( " + property.value() + " ) ";
      String first = entry + afterOne;
      if (property.required()) {
        afterNone = rule(first);
        afterOne = rule("\",\" ws " + first);
      } else {
        afterNone = rule(first + " | " + (afterNone.isEmpty() ? "\"\"" : afterNone));
        afterOne = rule("( \",\" ws " + entry + ")? " + afterOne);
      }
    }
    return rule("\"{\" ws " + afterNone + " \"}\" ws");
  }

  /// An object of any properties with values of one kind.
  String map(String value) {
    String entry = "string \":\" ws ( " + value + " )";
    return rule("\"{\" ws ( " + entry + " ( \",\" ws " + entry + " )* )? \"}\" ws");
  }

  String array(String item, int least, int most) {
    if (most < Math.max(1, least)) {
      return "\"[\" ws \"]\" ws";
    }
    String one = "( " + item + " )";
    int moreMost = most == UNBOUNDED ? UNBOUNDED : most - 1;
    String items = one + " ( \",\" ws " + one + " )" + times(Math.max(0, least - 1), moreMost);
    return rule("\"[\" ws " + (least == 0 ? "( " + items + " )?" : items) + " \"]\" ws");
  }

  String string(int least, int most) {
    return least == 0 && most == UNBOUNDED
        ? "string"
        : "\"\\\"\" char" + times(least, most) + " \"\\\"\" ws";
  }

  private String times(int least, int most) {
    repetitions += most == UNBOUNDED ? least : most;
    if (repetitions > REPETITIONS_MAX) {
      throw new TooLargeException();
    }
    return most == UNBOUNDED
        ? (least == 0 ? "*" : "{" + least + ",}")
        : "{" + least + "," + most + "}";
  }
}
