package online.speka.ledger.admin.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of a list, as clients see it.
///
/// @param nextCursor where the next piece begins; null at the end
public record Paged<T>(List<T> data, @Nullable String nextCursor) {
  public Paged {
    data = List.copyOf(data);
  }
}
