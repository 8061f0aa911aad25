package online.speka.ledger.books;

import static online.speka.ledger.Facts.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import online.speka.contract.job.JobId;
import online.speka.contract.usage.MicroCredits;
import online.speka.ledger.Facts;
import online.speka.ledger.posting.Account;
import online.speka.ledger.posting.Posting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {

  private static final JobId JOB = Facts.jobId(new Random(1));
  private static final MicroCredits SEVEN = new MicroCredits(7);

  static Stream<Arguments> eachMovementHasItsOtherSide() {
    return Stream.of(
        arguments(new Movement.TopUp(LOCAL, SEVEN), 7, new Account.Payments()),
        arguments(new Movement.Grant(LOCAL, SEVEN), 7, new Account.Grants()),
        arguments(new Movement.GrantExpiry(LOCAL, SEVEN), -7, new Account.Grants()),
        arguments(new Movement.Refund(JOB, SEVEN), 7, new Account.Revenue()),
        arguments(new Movement.Adjustment(LOCAL, SEVEN), 7, new Account.Adjustments()),
        arguments(new Movement.Adjustment(LOCAL, SEVEN.negated()), -7, new Account.Adjustments()),
        arguments(new Movement.WriteOff(LOCAL, SEVEN), 7, new Account.WriteOffs()));
  }

  @ParameterizedTest
  @MethodSource
  void eachMovementHasItsOtherSide(Movement movement, long credited, Account other) {
    assertThat(entry(movement).transaction(LOCAL).postings())
        .containsExactlyInAnyOrder(
            new Posting(new Account.Tenant(LOCAL), new MicroCredits(credited)),
            new Posting(other, new MicroCredits(-credited)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Movement.AMOUNT_MAX + 1})
  void anAmountIsAboveZeroAndBounded(long amount) {
    MicroCredits wrong = new MicroCredits(amount);

    assertThatIllegalArgumentException().isThrownBy(() -> new Movement.TopUp(LOCAL, wrong));
    assertThatIllegalArgumentException().isThrownBy(() -> new Movement.Grant(LOCAL, wrong));
    assertThatIllegalArgumentException().isThrownBy(() -> new Movement.GrantExpiry(LOCAL, wrong));
    assertThatIllegalArgumentException().isThrownBy(() -> new Movement.Refund(JOB, wrong));
    assertThatIllegalArgumentException().isThrownBy(() -> new Movement.WriteOff(LOCAL, wrong));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Movement.AMOUNT_MAX + 1, -Movement.AMOUNT_MAX - 1, Long.MAX_VALUE})
  void anAdjustmentGoesEitherWayAndIsBounded(long amount) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Movement.Adjustment(LOCAL, new MicroCredits(amount)));
  }

  @Test
  void theIdOfAJobIsNoEntrys() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Entry(JOB.value(), new Movement.TopUp(LOCAL, SEVEN), "paid", "somebody"))
        .withMessageContaining("UUIDv7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two\nlines", "nul\0"})
  void anEntrySaysOnOneLineWhyAndByWhom(String text) {
    Movement movement = new Movement.TopUp(LOCAL, SEVEN);
    UUID id = UUID.randomUUID();

    assertThatIllegalArgumentException().isThrownBy(() -> new Entry(id, movement, text, "me"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Entry(id, movement, "paid", text));
  }

  private static Entry entry(Movement movement) {
    return new Entry(UUID.randomUUID(), movement, "a reason", "somebody");
  }
}
