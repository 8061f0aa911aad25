package online.speka.ledger.organizations;

import org.jspecify.annotations.Nullable;

/// Which piece of a list is wanted.
///
/// @param after id of the item before the first one wanted; null for the beginning. After an id
///     that does not exist there is nothing
public record Paging(@Nullable String after, int limit) {

  public static final int LIMIT_MAX = 100;
  public static final int LIMIT_DEFAULT = 20;
  public static final Paging FIRST = new Paging(null, LIMIT_DEFAULT);

  public Paging {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new InvalidFieldException("limit", "limit must be 1 to " + LIMIT_MAX);
    }
  }

  /// One more than wanted, which tells whether there is more.
  public int rows() {
    return limit + 1;
  }
}
