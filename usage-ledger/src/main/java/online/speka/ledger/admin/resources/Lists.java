package online.speka.ledger.admin.resources;

import java.util.function.Function;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.PageQuery;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.organizations.Page;
import online.speka.ledger.organizations.Paging;

/// Pieces of the accounts' lists.
final class Lists {

  private Lists() {}

  static Paging paging(Call call) {
    PageQuery page = call.query().page();
    return new Paging(page.after(), page.limit());
  }

  /// @param viewOf what is shown of an item
  /// @param idOf what the next piece is asked for with
  static <T, V> Reply reply(
      Call call, Page<T> page, Function<T, V> viewOf, Function<V, String> idOf) {
    return new Reply.Json(
        call.query().paged(page.items().stream().map(viewOf).toList(), page.hasMore(), idOf));
  }
}
