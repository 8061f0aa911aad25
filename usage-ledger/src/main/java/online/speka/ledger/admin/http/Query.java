package online.speka.ledger.admin.http;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The query of a request. Each parameter once; one that nobody has read is unknown, and an error.
public final class Query {

  private static final int LENGTH_MAX = 1000;

  private final Map<String, List<String>> parameters;
  private final String list;
  private final Set<String> read = new HashSet<>();

  /// @param list which list cursors are of
  Query(Map<String, List<String>> parameters, String list) {
    this.parameters = parameters;
    this.list = list;
  }

  public Optional<String> text(String name) {
    read.add(name);
    List<String> values = parameters.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw AdminException.invalid(name, name + " is given more than once");
    }
    return values.stream()
        .findFirst()
        .map(
            value -> {
              if (value.length() > LENGTH_MAX || value.indexOf('\0') >= 0) {
                throw AdminException.invalid(name, name + " is too long");
              }
              return value;
            });
  }

  public <T> Optional<T> read(String name, Function<String, T> reader) {
    return text(name)
        .map(
            value -> {
              try {
                return reader.apply(value);
              } catch (IllegalArgumentException e) {
                throw AdminException.invalid(name, name + ": " + e.getMessage());
              }
            });
  }

  public Optional<Instant> instant(String name) {
    return read(name, Fields::instantOf);
  }

  /// Most items wanted.
  public int limit() {
    return read("limit", Query::limit).orElse(PageQuery.LIMIT_DEFAULT);
  }

  public PageQuery page() {
    return new PageQuery(read("cursor", cursor -> Cursor.read(list, cursor)).orElse(null), limit());
  }

  /// A piece of the list that this query is about.
  public <T> Paged<T> paged(List<T> items, boolean hasMore, Function<T, String> idOf) {
    return new Paged<>(items, hasMore ? Cursor.of(list, idOf.apply(items.getLast())) : null);
  }

  private static int limit(String text) {
    if (text.matches("[0-9]{1,4}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= PageQuery.LIMIT_MAX) {
        return limit;
      }
    }
    throw new IllegalArgumentException("must be 1 to " + PageQuery.LIMIT_MAX);
  }

  void requireAllRead() {
    for (String name : parameters.keySet()) {
      if (!read.contains(name)) {
        throw AdminException.unknown(name);
      }
    }
  }
}
