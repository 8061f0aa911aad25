package online.speka.worker.engine.simulator.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.UUID;
import online.speka.worker.engine.simulator.words.Dice;
import online.speka.worker.engine.simulator.words.Vocabulary;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Makes up strings and numbers within the limits of a schema.
final class ScalarValues {

  /// Longest text that a schema may demand.
  static final int TEXT_MAX = 4096;

  private static final int WORDS_USUAL = 4;
  private static final int SPAN_USUAL = 100;
  private static final int FOREIGN_ONE_IN = 8;
  private static final double LIMIT_MAX = 1e18;
  private static final BigDecimal STEP_USUAL = new BigDecimal("0.01");

  private ScalarValues() {}

  static String words(Dice dice, int count) {
    StringBuilder text = new StringBuilder(Vocabulary.word(dice));
    for (int i = 1; i < count; i++) {
      text.append(' ').append(Vocabulary.word(dice));
    }
    return text.toString();
  }

  static String text(JsonNode schema, Dice dice) {
    String format = schema.path("format").asString("");
    String formatted = formatted(format, dice);
    if (formatted != null) {
      return formatted;
    }
    String pattern = schema.path("pattern").asString("");
    if (!pattern.isEmpty()) {
      return PatternText.matching(pattern, dice);
    }
    StringBuilder text = new StringBuilder(words(dice, dice.between(1, WORDS_USUAL)));
    if (dice.oneIn(FOREIGN_ONE_IN)) {
      text.append(" 東京 🚀");
    }
    long least = SchemaNodes.count(schema, "minLength", 0);
    while (text.codePointCount(0, text.length()) < least) {
      text.append(' ').append(Vocabulary.word(dice));
    }
    long most = SchemaNodes.count(schema, "maxLength", TEXT_MAX);
    if (text.codePointCount(0, text.length()) > most) {
      text.setLength(text.offsetByCodePoints(0, (int) most));
    }
    return text.toString();
  }

  private static @Nullable String formatted(String format, Dice dice) {
    String word = "abcdefgh".substring(dice.below(4)) + dice.below(100);
    return switch (format) {
      case "date" -> date(dice);
      case "time" -> time(dice);
      case "date-time" -> date(dice) + "T" + time(dice);
      case "duration" -> "PT" + dice.between(1, 59) + "M";
      case "email" -> word + "@example.com";
      case "hostname" -> word + ".example.com";
      case "ipv4" -> "192.0.2." + dice.between(1, 254);
      case "ipv6" -> "2001:db8::" + dice.between(1, 99);
      case "uuid" -> new UUID(version4(dice.next()), variant(dice.next())).toString();
      case "uri" -> "https://example.com/" + word;
      default -> null;
    };
  }

  private static long version4(long bits) {
    return (bits & ~0xF000L) | 0x4000L;
  }

  private static long variant(long bits) {
    return (bits & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
  }

  private static String date(Dice dice) {
    return "20%02d-%02d-%02d"
        .formatted(dice.between(20, 29), dice.between(1, 12), dice.between(1, 28));
  }

  private static String time(Dice dice) {
    return "%02d:%02d:%02dZ".formatted(dice.below(24), dice.below(60), dice.below(60));
  }

  static String integer(JsonNode schema, Dice dice) {
    return stepped(schema, dice, BigDecimal.ONE);
  }

  static String number(JsonNode schema, Dice dice) {
    return stepped(schema, dice, STEP_USUAL);
  }

  /// A multiple of the step between the limits. Where there is none, the lower limit.
  private static String stepped(JsonNode schema, Dice dice, BigDecimal usual) {
    BigDecimal given = decimal(schema, "multipleOf");
    BigDecimal step = given != null && given.signum() > 0 ? given : usual;
    BigDecimal low = decimal(schema, "minimum");
    BigDecimal above = decimal(schema, "exclusiveMinimum");
    BigDecimal high = decimal(schema, "maximum");
    BigDecimal below = decimal(schema, "exclusiveMaximum");
    BigDecimal first = low == null ? null : low.divide(step, 0, RoundingMode.CEILING);
    if (above != null) {
      BigDecimal next = above.divide(step, 0, RoundingMode.FLOOR).add(BigDecimal.ONE);
      first = first == null ? next : first.max(next);
    }
    BigDecimal last = high == null ? null : high.divide(step, 0, RoundingMode.FLOOR);
    if (below != null) {
      BigDecimal next = below.divide(step, 0, RoundingMode.CEILING).subtract(BigDecimal.ONE);
      last = last == null ? next : last.min(next);
    }
    BigDecimal span = BigDecimal.valueOf(SPAN_USUAL);
    if (first == null) {
      first = last == null ? BigDecimal.ZERO : last.subtract(span).min(BigDecimal.ZERO.min(last));
    }
    BigDecimal width = last == null ? span : last.subtract(first).min(span).max(BigDecimal.ZERO);
    BigDecimal multiple = first.add(BigDecimal.valueOf(dice.between(0, width.intValue())));
    return multiple.multiply(step).toPlainString();
  }

  /// A limit, as exact as can matter: one beyond all reason must not cost memory.
  private static @Nullable BigDecimal decimal(JsonNode schema, String name) {
    JsonNode value = SchemaNodes.number(schema, name);
    if (value == null) {
      return null;
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return BigDecimal.valueOf(value.longValue());
    }
    double rough = value.numberValue().doubleValue();
    return Double.isNaN(rough)
        ? null
        : BigDecimal.valueOf(Math.clamp(rough, -LIMIT_MAX, LIMIT_MAX));
  }
}
