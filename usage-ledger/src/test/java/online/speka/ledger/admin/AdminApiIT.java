package online.speka.ledger.admin;

import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.ledger.RunningLedger;
import online.speka.ledger.TestCatalog;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.posting.Ledger;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@WithServices({KAFKA, POSTGRES})
class AdminApiIT {

  private static final String REASON = ", \"reason\": \"invoice 7\"}";

  private static RunningLedger ledger;
  private static AdminTester admin;

  private String organization;

  @BeforeAll
  static void start(KafkaFixture kafka, PostgresDatabase database, @TempDir Path directory) {
    ledger =
        RunningLedger.start(
            database,
            kafka.bootstrapServers(),
            TestCatalog.write(directory, 1_000_000, 0, 0),
            "--speka.ledger.admin.operators.failed-logins-max=1000");
    admin = new AdminTester(ledger.adminUrl(), RunningLedger.TOKEN);
  }

  @AfterAll
  static void stop() {
    admin.close();
    ledger.close();
  }

  @BeforeEach
  void createAnOrganization() {
    organization = admin.post("/organizations", "{\"name\": \"Acme\"}").text("id");
  }

  @Test
  void anOrganizationIsCreatedFoundAndRenamed() {
    String path = "/organizations/" + organization;

    AdminTester.Answer renamed = admin.call("PATCH", path, "{\"name\": \"Acme Ltd\"}", null);

    assertThat(renamed.status()).isEqualTo(200);
    assertThat(admin.get(path).text("name")).isEqualTo("Acme Ltd");
    assertThat(admin.get("/organizations/nobody").status()).isEqualTo(404);
  }

  @Test
  void projectsAndMembersBelongToTheirOrganization() {
    String path = "/organizations/" + organization;

    String project = admin.post(path + "/projects", "{\"name\": \"Search\"}").text("id");
    AdminTester.Answer member =
        admin.post(path + "/members", "{\"email\": \"Ann@example.com\", \"role\": \"owner\"}");

    assertThat(admin.get(path + "/projects").body().get("data")).hasSize(2);
    assertThat(admin.get(path + "/projects/" + project).text("name")).isEqualTo("Search");
    assertThat(
            admin
                .call("PATCH", path + "/projects/" + project, "{\"name\": \"Find\"}", null)
                .text("name"))
        .isEqualTo("Find");
    assertThat(member.text("email")).isEqualTo("ann@example.com");
    assertThat(
            admin
                .post(path + "/members", "{\"email\": \"bob@example.com\", \"role\": \"viewer\"}")
                .status())
        .isEqualTo(201);
    String bob = path + "/members/bob@example.com";
    assertThat(admin.call("PATCH", bob, "{\"role\": \"admin\"}", null).text("role"))
        .isEqualTo("admin");
    assertThat(admin.call("DELETE", bob, null, null).status()).isEqualTo(200);
    assertThat(admin.get(path + "/members").body().get("data")).hasSize(1);
    AdminTester.Answer last = admin.call("DELETE", path + "/members/ann@example.com", null, null);
    assertThat(last.status()).isEqualTo(409);
    assertThat(last.response().headers().firstValue("x-should-retry")).hasValue("false");
    assertThat(admin.post(path + "/projects", "{\"name\": \"Find\"}").status()).isEqualTo(409);
  }

  @Test
  void aKeyIsShownOnceAndRotatedAndRevoked() {
    AdminTester.Answer minted =
        admin.post(
            "/organizations/" + organization + "/keys",
            """
            {"name": "ci", "models": ["m1"], "endpoints": ["embeddings"],
             "networks": ["10.0.0.0/8"], "expires_at": "2999-01-01T00:00:00Z"}
            """);
    String path = "/keys/" + minted.text("id");

    assertThat(ApiKey.parse(minted.text("secret"))).isPresent();
    assertThat(admin.get(path).body().get("secret").isNull()).isTrue();
    assertThat(admin.get(path).body().at("/models/0").asString()).isEqualTo("m1");

    AdminTester.Answer changed =
        admin.call("PATCH", path, "{\"name\": \"build\", \"models\": []}", null);
    assertThat(changed.body().get("models")).isEmpty();
    assertThat(changed.body().at("/networks/0").asString()).isEqualTo("10.0.0.0/8");

    AdminTester.Answer rotated = admin.post(path + "/rotate", "{\"overlap_seconds\": 60}");
    assertThat(rotated.status()).isEqualTo(201);
    assertThat(rotated.text("secret")).isNotEqualTo(minted.text("secret"));
    assertThat(admin.get(path).text("replaced_by")).isEqualTo(rotated.text("id"));

    assertThat(admin.call("POST", path + "/revoke", null, null).text("state")).isEqualTo("revoked");
    assertThat(admin.post(path + "/rotate", "{}").status()).isEqualTo(409);
    assertThat(admin.get("/organizations/" + organization + "/keys").body().get("data")).hasSize(2);
  }

  @Test
  void limitsAreReadAndWrittenAsAWhole() {
    String key =
        admin.post("/organizations/" + organization + "/keys", "{\"name\": \"k\"}").text("id");
    String project = admin.get("/keys/" + key).text("project");
    String limits =
        """
        {"limits": [{"unit": "requests", "amount": 60, "per_ms": 60000},
                    {"unit": "parallel_requests", "amount": 4, "model": "m1"}]}
        """;

    for (String of :
        List.of(
            "/organizations/" + organization,
            "/organizations/" + organization + "/projects/" + project,
            "/keys/" + key)) {
      assertThat(admin.call("PUT", of + "/limits", limits, null).status()).isEqualTo(200);
      assertThat(admin.get(of + "/limits").body().get("limits")).hasSize(2);
    }
    AdminTester.Answer wrong =
        admin.call(
            "PUT",
            "/keys/" + key + "/limits",
            "{\"limits\": [{\"unit\": \"requests\", \"amount\": 0}]}",
            null);
    assertThat(wrong.param()).isEqualTo("limits[0].amount");
  }

  @Test
  void moneyIsMovedAndIsInTheBalance() {
    String path = "/organizations/" + organization;

    admin.post(path + "/top-ups", "{\"amount_micro_credits\": 500" + REASON);
    admin.post(path + "/grants", "{\"amount_micro_credits\": 50" + REASON);
    AdminTester.Answer adjusted =
        admin.post(path + "/adjustments", "{\"amount_micro_credits\": -600" + REASON);
    AdminTester.Answer written =
        admin.post(path + "/write-offs", "{\"amount_micro_credits\": 50" + REASON);

    assertThat(adjusted.body().get("amount_micro_credits").asLong()).isEqualTo(-600);
    assertThat(written.status()).isEqualTo(201);
    assertThat(balance()).isZero();
    assertThat(admin.post(path + "/write-offs", "{\"amount_micro_credits\": 1" + REASON).status())
        .isEqualTo(409);
    assertThat(
            admin
                .post("/organizations/nobody/top-ups", "{\"amount_micro_credits\": 1" + REASON)
                .status())
        .isEqualTo(404);
  }

  @Test
  void aBillIsExplainedAndRefundedAtMostOnce() {
    JobId job = Facts.jobId(new Random());
    Instant aMinuteAgo = Instant.now().minus(Duration.ofMinutes(1));
    ledger
        .bean(Ledger.class)
        .post(
            List.of(
                Facts.completed(
                    Facts.job(job, Facts.CHAT, new TenantId(organization), aMinuteAgo),
                    Facts.FIRST,
                    Usage.of(100, 0))));
    String chat = "chatcmpl-" + job.toString().replace("-", "");

    assertThat(admin.get("/bills/" + chat).body().get("amount_micro_credits").asLong())
        .isEqualTo(100);
    String refunds = "/jobs/" + job + "/refunds";
    assertThat(admin.post(refunds, "{\"amount_micro_credits\": 60" + REASON).status())
        .isEqualTo(201);
    assertThat(admin.post(refunds, "{\"amount_micro_credits\": 60" + REASON).status())
        .isEqualTo(409);
    assertThat(balance()).isEqualTo(-40);
    assertThat(admin.get("/bills/chatcmpl-none").status()).isEqualTo(404);
    String usage = "?group_by=organization,key&step=day&organization=" + organization;
    assertThat(admin.get("/usage" + usage).body().at("/rows/0/amount_micro_credits").asLong())
        .isEqualTo(100);
    assertThat(admin.get("/usage.csv" + usage).response().body().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains(organization) && line.endsWith(",100"));
    assertThat(admin.get("/ledger/check").body().get("balanced").asBoolean()).isTrue();
  }

  @Test
  void theSameRequestAgainGetsTheSameAnswerAndMovesNothing() {
    String path = "/organizations/" + organization + "/top-ups";
    String body = "{\"amount_micro_credits\": 500" + REASON;
    String key = UUID.randomUUID().toString();

    AdminTester.Answer first = admin.call("POST", path, body, key);
    AdminTester.Answer again = admin.call("POST", path, body, key);
    AdminTester.Answer other = admin.call("POST", path, body.replace("500", "501"), key);

    assertThat(again.response().body()).isEqualTo(first.response().body());
    assertThat(again.response().headers().firstValue("Idempotency-Replayed")).hasValue("true");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.response().headers().firstValue("x-should-retry")).hasValue("false");
    assertThat(balance()).isEqualTo(500);
  }

  @Test
  void ofTwentyEqualRequestsAtTheSameTimeOneMovesMoney() throws Exception {
    String path = "/organizations/" + organization + "/top-ups";
    String key = UUID.randomUUID().toString();
    List<String> answers = new ArrayList<>();

    try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
      List<Future<AdminTester.Answer>> sent = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        sent.add(
            threads.submit(
                () ->
                    new AdminTester(ledger.adminUrl(), RunningLedger.TOKEN)
                        .call("POST", path, "{\"amount_micro_credits\": 7" + REASON, key)));
      }
      for (Future<AdminTester.Answer> answer : sent) {
        answers.add(answer.get().response().body());
      }
    }

    assertThat(answers).hasSize(20).allMatch(answers.getFirst()::equals);
    assertThat(balance()).isEqualTo(7);
    assertThat(auditOf(organization)).filteredOn("balance.top_up"::equals).hasSize(1);
  }

  @Test
  void aRepeatedMintIsTheSameKeyAndItsSecretIsKeptNowhere() {
    String key = UUID.randomUUID().toString();
    String path = "/organizations/" + organization + "/keys";

    AdminTester.Answer first = admin.call("POST", path, "{\"name\": \"k\"}", key);
    AdminTester.Answer again = admin.call("POST", path, "{\"name\": \"k\"}", key);

    assertThat(again.text("id")).isEqualTo(first.text("id"));
    assertThat(again.body().get("secret").isNull()).isTrue();
    JdbcClient jdbc = ledger.bean(JdbcClient.class);
    String everything =
        jdbc.sql("select string_agg(a::text, '') from admin_answer a").query(String.class).single()
            + jdbc.sql("select string_agg(a::text, '') from audit_entry a")
                .query(String.class)
                .single();
    assertThat(everything)
        .contains(first.text("id"))
        .doesNotContain(first.text("secret"))
        .doesNotContain(RunningLedger.TOKEN);
  }

  @Test
  void whatFailedIsNotWrittenDownAndMayBeTriedAgainUnderTheSameKey() {
    String path = "/organizations/" + organization + "/write-offs";
    String key = UUID.randomUUID().toString();
    String body = "{\"amount_micro_credits\": 5" + REASON;

    assertThat(admin.call("POST", path, body, key).status()).isEqualTo(409);
    admin.post(
        "/organizations/" + organization + "/adjustments",
        "{\"amount_micro_credits\": -5" + REASON);

    assertThat(admin.call("POST", path, body, key).status()).isEqualTo(201);
    assertThat(auditOf(organization)).filteredOn("balance.write_off"::equals).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"amount_micro_credits": 5}                              | reason               | missing_required_parameter
          {"amount_micro_credits": null, "reason": "r"}            | amount_micro_credits | missing_required_parameter
          {"amount_micro_credits": "5", "reason": "r"}             | amount_micro_credits | invalid_type
          {"amount_micro_credits": 5.5, "reason": "r"}             | amount_micro_credits | invalid_type
          {"amount_micro_credits": 5.0, "reason": "r"}             | amount_micro_credits | invalid_type
          {"amount_micro_credits": true, "reason": "r"}            | amount_micro_credits | invalid_type
          {"amount_micro_credits": 0, "reason": "r"}               | amount_micro_credits | invalid_value
          {"amount_micro_credits": -1, "reason": "r"}              | amount_micro_credits | invalid_value
          {"amount_micro_credits": 1000000000000001, "reason": "r"}| amount_micro_credits | invalid_value
          {"amount_micro_credits": 99999999999999999999, "reason": "r"} | amount_micro_credits | invalid_value
          {"amount_micro_credits": 5, "reason": ""}                | reason               | invalid_value
          {"amount_micro_credits": 5, "reason": 7}                 | reason               | invalid_type
          {"amount_micro_credits": 5, "reason": "r", "by": "me"}   | by                   | unknown_parameter
          {"amount_micro_credits": 5, "amount_micro_credits": 5, "reason": "r"} | ``      | ``
          {"amount_micro_credits": NaN, "reason": "r"}             | ``                   | ``
          [1]                                                      | ``                   | ``
          {"amount_micro_credits": 5, "reason": "r"} x             | ``                   | ``
          """)
  void whatIsWrongIsNamedAndNothingIsMoved(String body, String param, String code) {
    AdminTester.Answer answer = admin.post("/organizations/" + organization + "/top-ups", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.param()).isEqualTo(param);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(balance()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /organizations?limit=0, 400, limit",
    "GET, /organizations?limit=101, 400, limit",
    "GET, /organizations?limit=1&limit=2, 400, limit",
    "GET, /organizations?page=2, 400, page",
    "GET, /organizations?cursor=bm9wZQ, 400, cursor",
    "GET, /usage?from=yesterday, 400, from",
    "GET, /usage?from=2026-01-01T00:30:00Z, 400, from",
    "GET, /usage?step=week, 400, step",
    "GET, /usage?group_by=colour, 400, group_by",
    "GET, /usage?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, 400, from",
    "GET, /keys/none, 404, ''",
    "GET, /nothing, 404, ''",
    "DELETE, /organizations, 405, ''",
  })
  void wrongQuestionsGetAnErrorInTheEnvelope(String method, String path, int status, String param) {
    AdminTester.Answer answer = admin.call(method, path, null, null);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.param()).isEqualTo(param);
    assertThat(answer.body().get("error").propertyNames())
        .containsExactlyInAnyOrder("message", "type", "param", "code");
  }

  @Test
  void listsComeInPiecesThatMeetWithoutGapOrRepetition() {
    String path = "/organizations/" + organization + "/projects";
    for (int i = 0; i < 7; i++) {
      admin.post(path, "{\"name\": \"p" + i + "\"}");
    }

    List<String> names = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode piece = admin.get(path + "?limit=3" + cursor).body();
      assertThat(piece.get("data").size()).isBetween(1, 3);
      piece.get("data").forEach(project -> names.add(project.get("name").asString()));
      cursor =
          piece.get("next_cursor").isNull()
              ? null
              : "&cursor=" + piece.get("next_cursor").asString();
    } while (cursor != null);

    assertThat(names).containsExactly("Default", "p0", "p1", "p2", "p3", "p4", "p5", "p6");
  }

  @Test
  void moneyNeedsAnIdempotencyKeyAndABodyIsBoundedJson() {
    String path = "/organizations/" + organization + "/top-ups";

    AdminTester.Answer without =
        admin.call("POST", path, "{\"amount_micro_credits\": 5" + REASON, null);
    assertThat(without.param()).isEqualTo("Idempotency-Key");
    HttpRequest.Builder form =
        authorized("/admin/v1/organizations")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("name=Acme"));
    assertThat(admin.send(form).statusCode()).isEqualTo(415);
    HttpRequest.Builder large =
        authorized("/admin/v1/organizations")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString("{\"name\": \"" + "x".repeat(70_000) + "\"}"));
    assertThat(admin.send(large).statusCode()).isEqualTo(413);
  }

  @Test
  void aTokenMayDoWhatItsScopesSayUntilItIsRevoked() {
    AdminTester.Answer added =
        admin.post("/operators", "{\"name\": \"auditor\", \"scopes\": [\"read\", \"write\"]}");
    try (AdminTester auditor = new AdminTester(ledger.adminUrl(), added.text("secret"))) {
      String path = "/organizations/" + organization;

      assertThat(auditor.get(path).status()).isEqualTo(200);
      AdminTester.Answer refused =
          auditor.post(path + "/top-ups", "{\"amount_micro_credits\": 5" + REASON);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.code()).isEqualTo("insufficient_scope");
      AdminTester.Answer escalated =
          auditor.post("/operators", "{\"name\": \"me\", \"scopes\": [\"money\"]}");
      assertThat(escalated.param()).isEqualTo("scopes");

      assertThat(
              admin.call("POST", "/operators/" + added.text("id") + "/revoke", null, null).status())
          .isEqualTo(200);
      assertThat(auditor.get(path).status()).isEqualTo(401);
    }
    assertThat(admin.get("/operators").body().get("data").size()).isGreaterThan(1);
  }

  @Test
  void theAuditLogSaysWhoDidWhatAndCannotBeChanged() {
    AdminTester.Answer created =
        admin.post("/organizations/" + organization + "/projects", "{\"name\": \"Search\"}");

    JsonNode entry =
        admin.get("/audit-log?organization=" + organization + "&limit=1").body().at("/data/0");

    assertThat(entry.get("action").asString()).isEqualTo("project.create");
    assertThat(entry.get("target").asString()).isEqualTo("project:" + created.text("id"));
    assertThat(entry.get("operator_name").asString()).isEqualTo("first operator");
    assertThat(entry.get("address").asString()).isEqualTo("127.0.0.1");
    assertThat(entry.at("/details/name").asString()).isEqualTo("Search");
    assertThat(entry.get("request_id").asString())
        .isEqualTo(created.response().headers().firstValue("x-request-id").orElseThrow());
    JdbcClient jdbc = ledger.bean(JdbcClient.class);
    for (String change :
        List.of(
            "update audit_entry set action = 'nothing'",
            "delete from audit_entry",
            "truncate audit_entry")) {
      assertThatThrownBy(() -> jdbc.sql(change).update()).isInstanceOf(DataAccessException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin/v1/organizations", "/admin/v1/nothing", "/", "/actuator/health"})
  void nobodyIsLetInWithoutAToken(String path) {
    HttpResponse<String> none = admin.send(admin.builder(path));
    HttpResponse<String> wrong =
        admin.send(
            admin.builder(path).header("Authorization", "Bearer speka-admin-" + "x".repeat(43)));
    HttpResponse<String> basic =
        admin.send(
            admin.builder(path).header("Authorization", "Basic a2VlcGVyOmNvcnJlY3QgaG9yc2U="));

    for (HttpResponse<String> answer : List.of(none, wrong, basic)) {
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
      assertThat(answer.body()).startsWith("{\"error\":{");
    }
  }

  @Test
  void eachPortServesItsOwn() {
    assertThat(ledger.get("/admin/v1/organizations").statusCode()).isEqualTo(404);
    for (String path : List.of("/", "/api/balance", "/actuator/prometheus", "/console.css")) {
      assertThat(admin.send(authorized(path)).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void noPageOfSomebodyElseGetsAnAnswerAndNothingIsCached() {
    HttpResponse<String> preflight =
        admin.send(
            admin
                .builder("/admin/v1/organizations")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    HttpResponse<String> answer = admin.get("/organizations").response();

    assertThat(preflight.statusCode()).isEqualTo(401);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'");
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void whatIsServedIsDescribedAndNothingElse() {
    Set<String> served =
        ledger.beansOf(Resource.class).stream()
            .flatMap(resource -> resource.operations().stream())
            .map(operation -> operation.method() + " /admin/v1" + operation.path())
            .collect(Collectors.toSet());
    Set<String> described = new HashSet<>();
    Set<String> references = new HashSet<>();
    admin
        .document()
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .propertyNames()
                    .forEach(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    collectReferences(admin.document(), references);

    assertThat(described).isEqualTo(served);
    assertThat(references)
        .allSatisfy(
            reference ->
                assertThat(admin.document().at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
    assertThat(admin.document().toString()).doesNotContain("x-errors", "x-money");
  }

  private static void collectReferences(JsonNode node, Set<String> found) {
    if (node.path("$ref").isString()) {
      found.add(node.get("$ref").stringValue());
    }
    node.forEach(inner -> collectReferences(inner, found));
  }

  @Test
  void plansAndBudgetsAndPricesAreSetAndSeen() {
    String path = "/organizations/" + organization;

    admin.call("PUT", "/plans/basic", "{\"allowance_micro_credits\": 1000}", null);
    AdminTester.Answer funded =
        admin.call(
            "PATCH", path + "/funding", "{\"billing\": \"prepaid\", \"plan\": \"basic\"}", null);
    AdminTester.Answer budget =
        admin.call(
            "PUT",
            path + "/budgets",
            "{\"period\": \"month\", \"amount_micro_credits\": 5, \"alert_percents\": [50]}",
            null);
    AdminTester.Answer price =
        admin.post(
            "/prices",
            """
            {"model": "%s", "prompt": 7, "cached_prompt": 1, "completion": 9, "reason": "sale",
             "valid_from": "%s"}
            """
                .formatted(Facts.CHAT.value(), Instant.now().plus(Duration.ofDays(1))));

    assertThat(funded.text("plan")).isEqualTo("basic");
    assertThat(admin.get("/plans").body().at("/data/0/id").asString()).isEqualTo("basic");
    assertThat(balance()).isEqualTo(1000);
    assertThat(admin.get(path + "/budgets").body().at("/data/0/id").asString())
        .isEqualTo(budget.text("id"));
    assertThat(admin.call("DELETE", path + "/budgets/" + budget.text("id"), null, null).status())
        .isEqualTo(200);
    assertThat(price.status()).isEqualTo(201);
    assertThat(price.text("by")).startsWith("first operator");
    assertThat(admin.get("/prices?model=" + Facts.CHAT.value()).body().get("data").size())
        .isGreaterThan(1);
  }

  @Test
  void aDeadLetterThatIsNotThereIsNotFound() {
    assertThat(admin.get("/dead-letters").body().get("data")).isEmpty();
    assertThat(admin.get("/dead-letters/7").status()).isEqualTo(404);
    assertThat(admin.post("/dead-letters/7/replay", "{}").status()).isEqualTo(404);
  }

  private static HttpRequest.Builder authorized(String path) {
    return admin
        .builder(path)
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + RunningLedger.TOKEN);
  }

  private long balance() {
    return admin
        .get("/organizations/" + organization + "/balance")
        .body()
        .get("balance_micro_credits")
        .asLong();
  }

  private static List<String> auditOf(String organization) {
    List<String> actions = new ArrayList<>();
    admin
        .get("/audit-log?limit=100&organization=" + organization)
        .body()
        .get("data")
        .forEach(entry -> actions.add(entry.get("action").asString()));
    return actions;
  }
}
