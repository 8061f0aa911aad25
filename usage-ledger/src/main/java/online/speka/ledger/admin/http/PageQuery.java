package online.speka.ledger.admin.http;

import org.jspecify.annotations.Nullable;

/// Which piece of a list is wanted.
///
/// @param after what the last piece ended with; null for the beginning
public record PageQuery(@Nullable String after, int limit) {

  public static final int LIMIT_DEFAULT = 20;
  public static final int LIMIT_MAX = 100;

  /// For lists whose items are numbered.
  public @Nullable Long afterNumber() {
    if (after == null) {
      return null;
    }
    try {
      return Long.valueOf(after);
    } catch (NumberFormatException e) {
      throw AdminException.invalid("cursor", "cursor is none of this list");
    }
  }

  /// One more than wanted, which tells whether there is more.
  public int rows() {
    return limit + 1;
  }
}
