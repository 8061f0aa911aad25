package online.speka.edge.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.principals.PrincipalBuilder.principal;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.job.Job;
import online.speka.contract.principal.TenantId;
import online.speka.edge.TestCatalog;
import online.speka.edge.validation.InferenceRequest;
import online.speka.edge.validation.RequestReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemandsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId RIVAL = new TenantId("rival");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aDemandReservesTheMostTheJobCanCost() {
    byte[] body = chat("x".repeat(4000));

    Job.Demand demand = Demands.of(ACME, read(body), body);

    assertThat(demand.promptTokens()).isBetween(1000L, 1020L);
    assertThat(demand.outputTokensMax()).isEqualTo(1000);
    // One micro-credit a prompt token, four a completion token.
    assertThat(demand.reservation().value()).isEqualTo(body.length + 256 + 4000);
    assertThat(demand.prefixHashes()).hasSize(3);
  }

  @Test
  void promptsWithACommonBeginningShareTheirFirstHashes() {
    List<Long> one = hashes(ACME, "a".repeat(3000) + "b".repeat(3000));
    List<Long> other = hashes(ACME, "a".repeat(3000) + "c".repeat(3000));

    assertThat(one.subList(0, 2)).isEqualTo(other.subList(0, 2));
    assertThat(one.subList(3, 5)).doesNotContainAnyElementsOf(other.subList(3, 5));
  }

  @Test
  void equalPromptsOfTwoTenantsHaveNothingInCommon() {
    String prompt = "a".repeat(10_000);

    assertThat(hashes(ACME, prompt)).doesNotContainAnyElementsOf(hashes(RIVAL, prompt));
  }

  @Test
  void blocksOfEqualBytesHaveDifferentHashes() {
    assertThat(hashes(ACME, "a".repeat(10_000))).doesNotHaveDuplicates();
  }

  @Test
  void aLongPromptHasABoundedNumberOfHashes() {
    assertThat(hashes(ACME, "a".repeat(200_000))).hasSize(Job.Demand.PREFIX_HASHES_MAX);
    assertThat(hashes(ACME, "a".repeat(1000))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "600, 600",
    "30, 30",
    "30.5, 30.5",
    "9999, 600",
    "0, 600",
    "-1, 600",
    "NaN, 600",
    "soon, 600",
    "Infinity, 600",
    "'', 600",
    "' 45 ', 45"
  })
  void theDeadlineIsTheOwnLimitOrTheClientsIfThatIsEarlier(String timeout, double seconds) {
    Job.Window window = new DeadlineRule(Duration.ofSeconds(600)).window(NOW, List.of(timeout));

    assertThat(Duration.between(NOW, window.deadline()).toMillis())
        .isEqualTo((long) (seconds * 1000));
  }

  private static List<Long> hashes(TenantId tenant, String prompt) {
    byte[] bytes = prompt.getBytes(UTF_8);
    return PrefixHashes.of(tenant, bytes, 0, bytes.length);
  }

  private static InferenceRequest read(byte[] body) {
    return new RequestReader(TestCatalog.catalog())
        .read(JobKind.CHAT_COMPLETIONS, body, principal(ACME.value(), "k").build());
  }

  private static byte[] chat(String content) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(TestCatalog.CHAT, content)
        .getBytes(UTF_8);
  }
}
