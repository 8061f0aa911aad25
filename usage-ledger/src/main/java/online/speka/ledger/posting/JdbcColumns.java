package online.speka.ledger.posting;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Rows on their way into one statement, column by column: `unnest` of arrays costs one round trip
/// and one plan for a whole batch.
public final class JdbcColumns<T> {

  private final List<T> rows;

  public JdbcColumns(Collection<T> rows) {
    this.rows = List.copyOf(rows);
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /// Also for ids and enums; the statement casts.
  public String[] text(Function<T, ?> column) {
    return rows.stream().map(row -> String.valueOf(column.apply(row))).toArray(String[]::new);
  }

  /// Of any type: the statement casts.
  public @Nullable String[] textOrNull(Function<T, ? extends Optional<?>> column) {
    return rows.stream()
        .map(row -> column.apply(row).map(String::valueOf).orElse(null))
        .toArray(String[]::new);
  }

  public long[] longs(ToLongFunction<T> column) {
    return rows.stream().mapToLong(column).toArray();
  }

  public int[] ints(ToIntFunction<T> column) {
    return rows.stream().mapToInt(column).toArray();
  }

  public String[] instants(Function<T, Instant> column) {
    return text(row -> instant(column.apply(row)));
  }

  /// ISO 8601 in UTC: no time zone of a session or a machine has a say. Cut to the microseconds a
  /// column holds: the database would round, and a price could begin after the job that it was
  /// recorded for.
  public static String instant(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).toString();
  }

  public byte[][] bytes(Function<T, byte[]> column) {
    return rows.stream().map(column).toArray(byte[][]::new);
  }
}
