package online.speka.ledger.organizations;

import java.util.List;

/// A piece of a list, oldest first.
///
/// @param hasMore whether there is more after the last item
public record Page<T>(List<T> items, boolean hasMore) {
  public Page {
    items = List.copyOf(items);
  }

  /// @param read one item more than asked for, if there is one
  public static <T> Page<T> of(List<T> read, Paging paging) {
    boolean hasMore = read.size() > paging.limit();
    return new Page<>(hasMore ? read.subList(0, paging.limit()) : read, hasMore);
  }
}
