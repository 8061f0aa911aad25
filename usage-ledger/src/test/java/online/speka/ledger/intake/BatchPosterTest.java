package online.speka.ledger.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.ledger.posting.Disposition;
import online.speka.ledger.posting.Ledger;
import online.speka.ledger.posting.LedgerRefusedException;
import online.speka.ledger.posting.Receipt;
import org.junit.jupiter.api.Test;

class BatchPosterTest {

  private static final Disposition POSTED = new Disposition.Posted(new MicroCredits(1));

  private final Random random = new Random(11);

  @Test
  void oneBadFactOfFiveHundredCostsAFewTransactionsAndIsTheOnlyOneRejected() {
    // Given
    List<JobEvent> facts = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      facts.add(Facts.completed(Facts.jobId(random), Usage.of(1, 1)));
    }
    RefusingLedger ledger = new RefusingLedger(facts.get(321).job().id());

    // When
    List<Receipt> receipts = new BatchPoster(ledger).post(facts);

    // Then
    assertThat(receipts).extracting(Receipt::event).containsExactlyElementsOf(facts);
    assertThat(receipts.get(321).disposition())
        .isEqualTo(new Disposition.Rejected("sql state 22021"));
    assertThat(receipts).filteredOn(r -> r.disposition().equals(POSTED)).hasSize(499);
    assertThat(ledger.transactions).isLessThanOrEqualTo(1 + 2 * 9);
  }

  private static final class RefusingLedger implements Ledger {
    private final JobId bad;
    private int transactions;

    RefusingLedger(JobId bad) {
      this.bad = bad;
    }

    @Override
    public List<Receipt> post(List<JobEvent> events) {
      transactions++;
      if (events.stream().anyMatch(event -> event.job().id().equals(bad))) {
        throw new LedgerRefusedException("22021", new IllegalStateException());
      }
      return events.stream().map(event -> new Receipt(event, POSTED)).toList();
    }

    @Override
    public List<Receipt> postHeld(int max) {
      return List.of();
    }

    @Override
    public List<Receipt> closeAbandoned(Instant openedBefore, int max) {
      return List.of();
    }
  }
}
