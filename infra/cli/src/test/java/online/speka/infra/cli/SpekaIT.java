package online.speka.infra.cli;

import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import online.speka.contract.principal.ApiKey;
import online.speka.ledger.LedgerApplication;
import online.speka.ledger.admin.http.AdminPort;
import online.speka.ledger.admin.operators.OperatorToken;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line against a running ledger. */
@WithServices({KAFKA, POSTGRES})
class SpekaIT {

  private static final String CATALOG =
      """
      models:
        - id: sim/one
          kind: chat
          owned_by: simulated
          context_tokens: 8192
          prices: {prompt: 1000000, cached_prompt: 0, completion: 0}
          engine:
            simulator: {}
      """;

  private static ConfigurableApplicationContext ledger;
  private static Map<String, String> environment;

  @BeforeAll
  static void start(KafkaFixture kafka, PostgresDatabase database, @TempDir Path directory)
      throws IOException {
    Path catalog = Files.writeString(directory.resolve("catalog.yml"), CATALOG);
    String token = OperatorToken.mint(new SecureRandom()).reveal();
    ledger =
        LedgerApplication.start(
            "--server.port=0",
            "--speka.ledger.admin.port=0",
            "--speka.ledger.admin.operators.token=" + token,
            "--spring.datasource.url=" + database.jdbcUrl(),
            "--spring.datasource.username=" + database.user(),
            "--spring.datasource.password=" + database.password(),
            "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
            "--speka.catalog.file=" + catalog,
            "--speka.ledger.console.password=for-this-test");
    environment =
        Map.of(
            "SPEKA_ADMIN_URL",
            "http://127.0.0.1:" + ledger.getBean(AdminPort.class).number(),
            "SPEKA_ADMIN_TOKEN",
            token);
  }

  @AfterAll
  static void stop() {
    ledger.close();
  }

  record Run(int status, String out, String err) {
    JsonNode json() {
      return new JsonMapper().readTree(out);
    }
  }

  private static Run speka(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        SpekaCommand.commandLine(environment)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err, true));
    int status = line.execute(arguments);
    return new Run(status, out.toString(), err.toString());
  }

  private static String newOrganization() {
    return speka("org", "create", "Acme", "--json").json().get("id").asString();
  }

  @Test
  void aKeyIsMintedShownOnceListedWithoutItsSecretAndRevoked() {
    String organization = newOrganization();

    Run minted = speka("key", "mint", "ci", "--org", organization, "--model", "sim/one");
    String secret = minted.out().lines().toList().getLast();
    assertThat(ApiKey.parse(secret)).as(minted.out() + minted.err()).isPresent();

    Run listed = speka("key", "list", "--org", organization);
    assertThat(listed.out()).contains("ci").contains("active").doesNotContain(secret);
    String key = speka("key", "list", "--org", organization, "--json").json().get("id").asString();
    Run rotated = speka("key", "rotate", key, "--overlap-seconds", "60");
    assertThat(rotated.status()).isZero();
    assertThat(rotated.out()).doesNotContain(secret);
    assertThat(speka("key", "revoke", key).out()).contains("revoked");
  }

  @Test
  void moneyTypedInCreditsIsInTheBalanceOnce() {
    String organization = newOrganization();
    String[] topUp = {
      "topup", organization, "12.5", "--reason", "invoice 7", "--idempotency-key", organization
    };

    assertThat(speka(topUp).status()).isZero();
    assertThat(speka(topUp).status()).isZero();

    assertThat(speka("balance", organization).out()).contains("12.500000");
    assertThat(speka("audit", "--org", organization).out()).containsOnlyOnce("balance.top_up");
  }

  @Test
  void everyOtherCommandIsAnswered() {
    String organization = newOrganization();

    for (List<String> command :
        List.of(
            List.of("org", "list"),
            List.of("project", "create", "Search", "--org", organization),
            List.of("project", "list", "--org", organization),
            List.of("usage", "--by", "key", "--step", "day"),
            List.of("usage", "--csv", "--org", organization),
            List.of("price", "list"),
            List.of("budget", "set", "5", "--org", organization),
            List.of("budget", "list", "--org", organization),
            List.of("ledger", "verify"),
            List.of("dead-letters", "list"))) {
      Run run = speka(new ArrayList<>(command).toArray(String[]::new));
      assertThat(run.status()).as(command + run.err()).isZero();
    }
  }

  @Test
  void aFailureSaysWhatToDoAndHasItsExitStatus() {
    Run unknown = speka("balance", "nobody");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).startsWith("speka: There is no such organization.");

    Run nobody = speka("org", "list", "--server", "http://127.0.0.1:1");
    assertThat(nobody.status()).isEqualTo(1);
    assertThat(nobody.err()).contains("is the ledger running");

    assertThat(speka("topup", "x", "1e9", "--reason", "r").status()).isEqualTo(2);
    assertThat(speka("nonsense").status()).isEqualTo(2);
  }

  @Test
  void noTokenIsEverPrinted() {
    String token = environment.get("SPEKA_ADMIN_TOKEN");

    for (Run run : List.of(speka("org", "list"), speka("--help"), speka("balance", "nobody"))) {
      assertThat(run.out() + run.err()).doesNotContain(token);
    }
  }
}
