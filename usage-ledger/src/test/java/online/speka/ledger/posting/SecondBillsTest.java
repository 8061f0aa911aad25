package online.speka.ledger.posting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import online.speka.contract.guard.Guard;
import online.speka.contract.guard.Guards;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import org.junit.jupiter.api.Test;

class SecondBillsTest {

  private final InMemoryLedger ledger =
      new InMemoryLedger()
          .tenant(Facts.LOCAL)
          .price(new PriceVersion(1, Facts.CHAT, new Prices(1_000_000, 0, 0), Instant.EPOCH));
  private final Outcome outcome =
      Facts.completed(Facts.jobId(new Random(7)), new Usage(10, 0, 0, 0));

  @Test
  void withTheGuardTheLedgerIsTheLedger() {
    assertThat(SecondBills.unless(Guards.ALL, ledger)).isSameAs(ledger);
    for (Guard guard : Guard.values()) {
      assertThat(SecondBills.unless(new Guards(guard), ledger) == ledger)
          .isEqualTo(guard != Guard.UNIQUE_KEY);
    }
  }

  @Test
  void withoutTheGuardAnOutcomeThatComesAgainIsPaidAgain() {
    Ledger without = SecondBills.unless(new Guards(Guard.UNIQUE_KEY), ledger);

    List<Receipt> first = without.post(List.of(outcome));
    List<Receipt> again = without.post(List.of(outcome));

    assertThat(first)
        .extracting(Receipt::disposition)
        .containsExactly(new Disposition.Posted(new MicroCredits(10)));
    assertThat(again).extracting(Receipt::disposition).containsExactly(new Disposition.Duplicate());
    assertThat(ledger.bills()).hasSize(2).containsKey(outcome.job().id());
    assertThat(ledger.charged()).isEqualTo(20);
  }
}
