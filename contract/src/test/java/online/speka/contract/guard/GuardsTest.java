package online.speka.contract.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GuardsTest {

  @Test
  void allAreOnUnlessOneIsTakenAway() {
    assertThat(Guards.without("", "0.0.0.0")).isEqualTo(Guards.ALL);
    for (Guard guard : Guard.values()) {
      assertThat(Guards.ALL.has(guard)).isTrue();
      Guards without = Guards.without(guard.word(), "127.0.0.1");
      for (Guard other : Guard.values()) {
        assertThat(without.has(other)).isEqualTo(other != guard);
      }
    }
  }

  @Test
  void theyAreSpelledAsTheCampaignSpellsThem() {
    assertThat(Guard.values())
        .extracting(Guard::word)
        .containsExactly(
            "epoch-check",
            "unique-key",
            "tracker-metadata",
            "final-frame-hold",
            "gap-repair",
            "reservation");
  }

  @Test
  void noneIsTakenAwayWhereOthersCouldReachIt() {
    assertThat(Guards.without("unique-key", "::1").has(Guard.UNIQUE_KEY)).isFalse();
    assertThat(Guards.without("unique-key", "localhost").has(Guard.UNIQUE_KEY)).isFalse();
    for (String address : new String[] {"", "0.0.0.0", "10.0.0.1", "example.org"}) {
      assertThatThrownBy(() -> Guards.without("unique-key", address))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("server.address");
    }
  }

  @Test
  void anUnknownOneIsNamed() {
    assertThatThrownBy(() -> Guards.without("everything", "127.0.0.1"))
        .hasMessageContaining("speka.mutation")
        .hasMessageContaining("everything");
  }
}
