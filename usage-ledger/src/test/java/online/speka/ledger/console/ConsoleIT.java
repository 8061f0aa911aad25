package online.speka.ledger.console;

import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.ledger.Keys;
import online.speka.ledger.RunningLedger;
import online.speka.ledger.TestCatalog;
import online.speka.ledger.posting.Ledger;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@WithServices({KAFKA, POSTGRES})
class ConsoleIT {

  private static final String SCRIPT = "<script>alert('1')</script>";

  private static RunningLedger ledger;

  @BeforeAll
  static void start(KafkaFixture kafka, PostgresDatabase database, @TempDir Path directory) {
    ledger =
        RunningLedger.start(
            database,
            kafka.bootstrapServers(),
            TestCatalog.write(directory, 1_000_000, 0, 0),
            "--speka.ledger.bootstrap.fixtures[0].tenant=" + SCRIPT,
            "--speka.ledger.bootstrap.fixtures[0].key=" + Keys.OTHER);
    ledger
        .bean(Ledger.class)
        .post(
            List.of(
                Facts.completed(
                    Facts.job(
                        Facts.jobId(new Random(5)),
                        Facts.CHAT,
                        new TenantId(SCRIPT),
                        Instant.now()),
                    Facts.FIRST,
                    Usage.of(1234567, 0))));
  }

  @AfterAll
  static void stop() {
    ledger.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/console.css",
        "/api/balance",
        "/api/usage",
        "/api/bills/x",
        "/actuator",
        "/actuator/prometheus",
        "/actuator/env",
        "/nothing",
        "/error"
      })
  void nobodySeesAnythingWithoutThePassword(String path) {
    assertThat(ledger.getWithoutPassword(path).statusCode()).isEqualTo(401);
    assertThat(ledger.get(path, RunningLedger.USER, "wrong").statusCode()).isEqualTo(401);
    assertThat(ledger.get(path, "somebody", RunningLedger.PASSWORD).statusCode()).isEqualTo(401);
  }

  @Test
  void healthTellsAnybodyHowItIsAndNobodyWhy() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ledger.getWithoutPassword("/actuator/health/readiness").statusCode() == 200);

    assertThat(ledger.getWithoutPassword("/actuator/health/readiness").body())
        .isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void thePageShowsWhatTenantsWroteAsTextAndNeverAsMarkup() {
    String page = ledger.get("/?period=1h").body();

    assertThat(page)
        .contains("&lt;script&gt;alert(")
        .doesNotContain("<script")
        .contains("1.234567")
        .contains("Balanced");
  }

  @Test
  void thePageForbidsScriptsAndFrames() {
    HttpResponse<String> page = ledger.get("/");

    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .contains("default-src 'none'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe")
                    .doesNotContain("script-src"));
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.headers().firstValue("Cache-Control"))
        .hasValueSatisfying(cache -> assertThat(cache).contains("no-store"));
    assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(page.body()).doesNotContain("style=").doesNotContain(" on");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/bills/none, 404, not_found",
    "/api/bills/00000000-0000-4000-8000-000000000000, 404, not_found",
    "/api/bills/019ca6bd-2afd-70d6-bd7c-294099a8b2df, 404, not_found",
    "/api/nothing, 404, unknown_url",
    "/api/usage?from=yesterday, 400, invalid_type",
    "/api/usage?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, 400, invalid_value",
    "/api/usage?from=2000-01-01T00:00:00Z&to=2026-01-01T00:00:00Z, 400, invalid_value",
  })
  void wrongQuestionsGetAnErrorInTheEnvelope(String path, int status, String code) {
    HttpResponse<String> answer = ledger.get(path);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"error\":{").contains("\"code\":\"" + code + "\"");
  }

  @Test
  void metricsSayThatTheBooksBalance() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(ledger.get("/actuator/prometheus").body())
                    .contains("speka_ledger_postings_sum 0.0")
                    .contains("speka_ledger_bills_difference 0.0")
                    .contains("speka_ledger_lag")
                    .contains("speka_ledger_events_total{result=\"malformed\"}"));
  }
}
