package online.speka.infra.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreditsTest {

  @ParameterizedTest
  @CsvSource({"25, 25000000", "0.000001, 1", "12.5, 12500000", "-3, -3000000"})
  void creditsAreExactToTheMicroCredit(String text, long micros) {
    assertThat(Credits.parse(text).micros()).isEqualTo(micros);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1e3", "0.0000001", "1,5", "NaN", "5 credits", ".5", "5.", "0x10"})
  void whatIsNoAmountIsRefused(String text) {
    assertThatThrownBy(() -> Credits.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatDoesNotFitIsRefusedAndNeverWraps() {
    assertThatThrownBy(() -> Credits.parse("9999999999999999"))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void anAmountIsShownInCredits() {
    assertThat(Credits.text(BigInteger.valueOf(-1_234_567))).isEqualTo("-1.234567");
  }
}
