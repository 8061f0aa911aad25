package online.speka.ledger.admin.http;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The fields of a request, each read by name. Null is absent; what nobody has read is unknown, and
/// an error.
public final class Fields {

  public static final int TEXT_LENGTH_MAX = 2000;

  private final ObjectNode node;
  private final String prefix;
  private final Set<String> read = new HashSet<>();
  private final List<Fields> inner = new ArrayList<>();

  Fields(ObjectNode node) {
    this(node, "");
  }

  private Fields(ObjectNode node, String prefix) {
    this.node = node;
    this.prefix = prefix;
  }

  /// Whether the field is there, be it null.
  public boolean has(String name) {
    return node.has(name);
  }

  public String text(String name) {
    return optionalText(name).orElseThrow(() -> AdminException.missing(prefix + name));
  }

  public Optional<String> optionalText(String name) {
    return value(name).map(value -> text(name, value));
  }

  /// What the reader makes of the text; whatever it cannot read is an error of this field.
  public <T> T read(String name, Function<String, T> reader) {
    return apply(name, text(name), reader);
  }

  public <T> Optional<T> optional(String name, Function<String, T> reader) {
    return optionalText(name).map(text -> apply(name, text, reader));
  }

  public List<String> texts(String name, int countMax) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : array(name, countMax)) {
      texts.add(text(name + "[" + texts.size() + "]", item));
    }
    return texts;
  }

  public List<Fields> objects(String name, int countMax) {
    List<Fields> objects = new ArrayList<>();
    for (JsonNode item : array(name, countMax)) {
      String path = prefix + name + "[" + objects.size() + "]";
      if (!(item instanceof ObjectNode object)) {
        throw AdminException.wrongType(path, path + " must be an object");
      }
      objects.add(new Fields(object, path + "."));
    }
    inner.addAll(objects);
    return objects;
  }

  public long whole(String name, long min, long max) {
    return optionalWhole(name, min, max).orElseThrow(() -> AdminException.missing(prefix + name));
  }

  public OptionalLong optionalWhole(String name, long min, long max) {
    Optional<JsonNode> value = value(name);
    return value.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(whole(prefix + name, value.get(), min, max));
  }

  private static long whole(String path, JsonNode number, long min, long max) {
    if (!number.isIntegralNumber()) {
      throw AdminException.wrongType(path, path + " must be a whole number");
    }
    if (!number.canConvertToLong() || number.longValue() < min || number.longValue() > max) {
      throw AdminException.invalid(path, path + " must be " + min + " to " + max);
    }
    return number.longValue();
  }

  public List<Long> wholes(String name, int countMax, long min, long max) {
    List<Long> wholes = new ArrayList<>();
    for (JsonNode item : array(name, countMax)) {
      wholes.add(whole(prefix + name + "[" + wholes.size() + "]", item, min, max));
    }
    return wholes;
  }

  /// ISO 8601 in UTC.
  public @Nullable Instant instant(String name) {
    return optional(name, Fields::instantOf).orElse(null);
  }

  static Instant instantOf(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("must be a time like 2026-01-31T12:00:00Z");
    }
  }

  /// To be called when everything has been read that there may be.
  void requireAllRead() {
    for (String name : node.propertyNames()) {
      if (!read.contains(name)) {
        throw AdminException.unknown(prefix + name);
      }
    }
    inner.forEach(Fields::requireAllRead);
  }

  private ArrayNode array(String name, int countMax) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return node.arrayNode();
    }
    String path = prefix + name;
    if (!(value.get() instanceof ArrayNode array)) {
      throw AdminException.wrongType(path, path + " must be a list");
    }
    if (array.size() > countMax) {
      throw AdminException.invalid(path, path + " has at most " + countMax + " entries");
    }
    return array;
  }

  private Optional<JsonNode> value(String name) {
    read.add(name);
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  private String text(String name, JsonNode value) {
    String path = prefix + name;
    if (!value.isString()) {
      throw AdminException.wrongType(path, path + " must be text");
    }
    String text = value.stringValue();
    if (text.length() > TEXT_LENGTH_MAX || text.indexOf('\0') >= 0) {
      throw AdminException.invalid(
          path, path + " must be at most " + TEXT_LENGTH_MAX + " characters, none of them NUL");
    }
    return text;
  }

  private <T> T apply(String name, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw AdminException.invalid(prefix + name, prefix + name + ": " + e.getMessage());
    }
  }
}
