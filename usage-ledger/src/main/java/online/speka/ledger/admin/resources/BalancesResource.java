package online.speka.ledger.admin.resources;

import java.math.BigInteger;
import java.util.List;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.admin.http.AdminException;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.books.Books;

/// What organisations have.
final class BalancesResource implements Resource {

  private final Books books;

  BalancesResource(Books books) {
    this.books = books;
  }

  @Override
  public List<Operation> operations() {
    return List.of(Operation.get(Path.ONE_ORGANIZATION + "/balance", this::balance));
  }

  private Reply balance(Call call) {
    TenantId tenant = call.id(Path.ORGANIZATION, TenantId::new);
    return books
        .balance(tenant)
        .map(balance -> new Reply.Json(new View(tenant.value(), balance.microCredits())))
        .orElseThrow(() -> AdminException.notFound("There is no such organization."));
  }

  /// @param balanceMicroCredits below zero if it owes
  private record View(String organization, BigInteger balanceMicroCredits) {}
}
