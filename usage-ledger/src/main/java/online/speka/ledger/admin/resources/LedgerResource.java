package online.speka.ledger.admin.resources;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.reporting.BooksCheck;
import online.speka.ledger.reporting.Reports;

/// Whether the books are right.
final class LedgerResource implements Resource {

  private final Reports reports;
  private final InstantSource clock;

  LedgerResource(Reports reports, InstantSource clock) {
    this.reports = reports;
    this.clock = clock;
  }

  @Override
  public List<Operation> operations() {
    return List.of(Operation.get("/ledger/check", this::check));
  }

  private Reply check(Call call) {
    return new Reply.Json(View.of(reports.check(clock.instant())));
  }

  /// @param postingsSumMicroCredits must be zero
  /// @param billsDifferenceMicroCredits what was billed less what was earned; must be zero
  /// @param held outcomes that wait for a price or an account
  private record View(
      Instant at,
      boolean balanced,
      BigInteger postingsSumMicroCredits,
      BigInteger billsDifferenceMicroCredits,
      long held) {

    static View of(BooksCheck check) {
      return new View(
          check.at(), check.isBalanced(), check.postings(), check.difference(), check.held());
    }
  }
}
