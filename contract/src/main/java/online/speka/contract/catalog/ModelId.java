package online.speka.contract.catalog;

import java.util.Objects;
import java.util.regex.Pattern;

/// A model's public id, as clients write it: `meta/llama-3.3-70b-instruct`.
///
/// Its [#slug()] names Kafka topics and Redis keys: `_`, `/` and `:` become `__`, `_s` and `_c`;
/// every other allowed character stands for itself. The escape is reversible, so two ids never
/// share a slug.
public record ModelId(String value) implements Comparable<ModelId> {

  /// Longest id, in characters; its slug (at most twice as long) still fits into a Kafka topic
  /// name.
  public static final int LENGTH_MAX = 96;

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]*");

  public ModelId {
    Objects.requireNonNull(value);
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "model id must be 1 to "
              + LENGTH_MAX
              + " characters of A-Z a-z 0-9 . _ : / - and start with a letter or digit: "
              + value);
    }
  }

  /// Whether the text could be a model id at all; a client's text is checked here before it is
  /// looked up.
  public static boolean isValid(String text) {
    return text.length() <= LENGTH_MAX && FORM.matcher(text).matches();
  }

  public String slug() {
    StringBuilder slug = new StringBuilder(value.length() + 8);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '_' -> slug.append("__");
        case '/' -> slug.append("_s");
        case ':' -> slug.append("_c");
        default -> slug.append(c);
      }
    }
    return slug.toString();
  }

  /// The inverse of [#slug()].
  ///
  /// @throws IllegalArgumentException if the text is not the slug of any model
  public static ModelId fromSlug(String slug) {
    StringBuilder id = new StringBuilder(slug.length());
    int at = 0;
    while (at < slug.length()) {
      char c = slug.charAt(at++);
      if (c != '_') {
        id.append(c);
        continue;
      }
      char escaped = at < slug.length() ? slug.charAt(at++) : ' ';
      switch (escaped) {
        case '_' -> id.append('_');
        case 's' -> id.append('/');
        case 'c' -> id.append(':');
        default -> throw new IllegalArgumentException("not the slug of a model: " + slug);
      }
    }
    return new ModelId(id.toString());
  }

  @Override
  public int compareTo(ModelId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
