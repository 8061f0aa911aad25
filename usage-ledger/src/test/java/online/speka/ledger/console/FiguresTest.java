package online.speka.ledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void creditsAreExactToTheMicroCredit() {
    assertThat(Figures.credits(BigInteger.ONE)).isEqualTo("0.000001");
    assertThat(Figures.credits(BigInteger.valueOf(-1_234_567_890_123L)))
        .isEqualTo("-1,234,567.890123");
    assertThat(Figures.credits(new BigInteger("99999999999999999999999999")))
        .isEqualTo("99,999,999,999,999,999,999.999999");
    assertThat(Figures.credits(BigInteger.ZERO)).isEqualTo("0.000000");
  }

  @Test
  void momentsAreUtcWhereverTheMachineIs() {
    assertThat(Figures.moment(Instant.parse("2026-02-28T23:59:59.9Z")))
        .isEqualTo("2026-02-28 23:59:59");
  }

  @Test
  void aShareOfNothingIsNothing() {
    assertThat(Figures.percent(BigInteger.ZERO, BigInteger.ZERO)).isZero();
    assertThat(Figures.percent(BigInteger.TWO, BigInteger.valueOf(3))).isEqualTo(66);
  }
}
