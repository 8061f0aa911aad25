package online.speka.ledger.posting;

import static online.speka.ledger.Facts.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import online.speka.contract.job.JobId;
import online.speka.contract.usage.MicroCredits;
import online.speka.ledger.Facts;
import org.junit.jupiter.api.Test;

class LedgerTransactionTest {

  private final JobId job = Facts.jobId(new Random(1));

  @Test
  void aChargeDebitsTheTenantAndCreditsRevenue() {
    LedgerTransaction charge = LedgerTransaction.charge(job, LOCAL, new MicroCredits(7));

    assertThat(charge.postings())
        .containsExactly(
            new Posting(new Account.Tenant(LOCAL), new MicroCredits(-7)),
            new Posting(new Account.Revenue(), new MicroCredits(7)));
  }

  @Test
  void whatDoesNotSumToZeroIsNoTransaction() {
    assertThatIllegalArgumentException().isThrownBy(() -> transaction(-7, 8));
    assertThatIllegalArgumentException().isThrownBy(() -> transaction());
  }

  @Test
  void aSumThatWouldWrapAroundIsNoTransactionEither() {
    assertThatThrownBy(() -> transaction(Long.MAX_VALUE, Long.MAX_VALUE, 2))
        .isInstanceOf(ArithmeticException.class);
  }

  private LedgerTransaction transaction(long... amounts) {
    List<Posting> postings =
        Arrays.stream(amounts)
            .mapToObj(amount -> new Posting(new Account.Revenue(), new MicroCredits(amount)))
            .toList();
    return new LedgerTransaction(job.value(), postings);
  }
}
