package online.speka.ledger.books;

import java.util.List;
import java.util.Optional;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.funds.FundChanges;

/// The books, and whoever admits requests told of each entry in them.
final class ToldBooks implements Books {

  private final Books books;
  private final FundChanges changes;

  ToldBooks(Books books, FundChanges changes) {
    this.books = books;
    this.changes = changes;
  }

  @Override
  public Entered enter(Entry entry) {
    Entered entered = books.enter(entry);
    if (entered instanceof Entered.Posted posted) {
      changes.changed(List.of(posted.tenant()));
    }
    return entered;
  }

  @Override
  public Optional<Balance> balance(TenantId tenant) {
    return books.balance(tenant);
  }
}
