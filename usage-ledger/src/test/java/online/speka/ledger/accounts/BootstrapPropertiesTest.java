package online.speka.ledger.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.Principal;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.Keys;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class BootstrapPropertiesTest {

  @Test
  void theKeyAndTheFixturesBecomeGrantsThatHoldNoKey() {
    BootstrapProperties properties =
        bind(
            Map.of(
                "speka.ledger.bootstrap.key",
                Keys.MAIN,
                "speka.ledger.bootstrap.fixtures[0].tenant",
                "other",
                "speka.ledger.bootstrap.fixtures[0].key",
                Keys.REVOKED,
                "speka.ledger.bootstrap.fixtures[0].state",
                "revoked"));

    List<KeyGrant> grants = properties.grants();

    assertThat(grants)
        .extracting(KeyGrant::tenant)
        .containsExactly(new TenantId("local"), new TenantId("other"));
    assertThat(grants)
        .extracting(KeyGrant::state)
        .containsExactly(Principal.State.ACTIVE, Principal.State.REVOKED);
    assertThat(grants.getFirst().hash()).isEqualTo(ApiKey.parse(Keys.MAIN).orElseThrow().hash());
    assertThat(properties + " " + grants).doesNotContain(Keys.MAIN).doesNotContain(Keys.REVOKED);
  }

  @Test
  void aFixtureMayOpenLessThanEverything() {
    BootstrapProperties properties =
        bind(
            Map.of(
                "speka.ledger.bootstrap.fixtures[0].tenant", "scoped",
                "speka.ledger.bootstrap.fixtures[0].key", Keys.OTHER,
                "speka.ledger.bootstrap.fixtures[0].models", "vendor/chat",
                "speka.ledger.bootstrap.fixtures[0].endpoints", "chat_completions"));

    assertThat(properties.grants())
        .extracting(KeyGrant::access)
        .containsExactly(
            new Access(
                Set.of(new ModelId("vendor/chat")),
                Set.of(JobKind.CHAT_COMPLETIONS),
                null,
                List.of()));
  }

  @Test
  void withoutAKeyNothingIsMinted() {
    assertThat(bind(Map.of("speka.ledger.bootstrap.tenant", "x")).grants()).isEmpty();
  }

  @Test
  void aKeyWithAWrongChecksumStopsTheStartWithoutBeingRepeated() {
    String mistyped =
        Keys.MAIN.substring(0, Keys.MAIN.length() - 1) + (Keys.MAIN.endsWith("0") ? "1" : "0");

    assertThatThrownBy(() -> bind(Map.of("speka.ledger.bootstrap.key", mistyped)))
        .satisfies(
            thrown -> {
              StringBuilder all = new StringBuilder();
              for (Throwable t = thrown; t != null; t = t.getCause()) {
                all.append(t).append('\n');
              }
              assertThat(all.toString())
                  .contains("speka.ledger.bootstrap.key is not a key")
                  .doesNotContain(mistyped);
            });
  }

  private static BootstrapProperties bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bind("speka.ledger.bootstrap", BootstrapProperties.class)
        .get();
  }
}
