package online.speka.ledger.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BooksCheckTest {

  @Test
  void booksBalanceWhenPostingsSumToZeroAndEveryBillWasEarned() {
    assertThat(check(0, 10, 10).isBalanced()).isTrue();
  }

  @Test
  void aPostingWithoutItsOtherHalfIsNoticed() {
    assertThat(check(1, 10, 10).isBalanced()).isFalse();
  }

  @Test
  void aBillThatNobodyPaidIsNoticed() {
    BooksCheck check = check(0, 11, 10);

    assertThat(check.isBalanced()).isFalse();
    assertThat(check.difference()).isEqualTo(1);
  }

  private static BooksCheck check(long postings, long billed, long earned) {
    return new BooksCheck(
        Instant.EPOCH,
        BigInteger.valueOf(postings),
        BigInteger.valueOf(billed),
        BigInteger.valueOf(earned),
        0);
  }
}
