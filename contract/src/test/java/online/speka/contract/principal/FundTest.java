package online.speka.contract.principal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FundTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "{a}", "a\n", ":a", "ä"})
  void anIdThatWouldBreakAListOrAKeyIsRefused(String id) {
    assertThatThrownBy(() -> new Fund(id, Fund.Source.KEY_BUDGET))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anIdIsBounded() {
    String longest = "f".repeat(Fund.ID_LENGTH_MAX);

    assertThat(new Fund(longest, Fund.Source.KEY_BUDGET).id()).isEqualTo(longest);
    assertThatThrownBy(() -> new Fund(longest + "f", Fund.Source.KEY_BUDGET))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClientIsToldTheSourceInSmallLetters() {
    assertThat(Fund.Source.values())
        .extracting(Fund.Source::limitSource)
        .containsExactly(
            "prepaid_credit",
            "monthly_allowance",
            "key_budget",
            "project_budget",
            "organization_budget");
  }
}
