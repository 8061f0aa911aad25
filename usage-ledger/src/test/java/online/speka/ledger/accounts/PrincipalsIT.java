package online.speka.ledger.accounts;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static online.speka.testkit.principals.PrincipalBuilder.principal;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.KeyHash;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Principal;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.PrincipalCodec;
import online.speka.contract.wire.Topics;
import online.speka.contract.wire.WireFormatException;
import online.speka.ledger.Keys;
import online.speka.ledger.RunningLedger;
import online.speka.ledger.TestCatalog;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.WithServices;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithServices({KAFKA, POSTGRES})
class PrincipalsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  // Keys of this run alone: the topic, which all ledgers of this JVM share, says nothing of them
  // yet.
  private final String mainKey = Keys.mint();
  private final String otherKey = Keys.mint();
  private final String revokedKey = Keys.mint();
  private final KeyHash main = hash(mainKey);
  private final KeyHash other = hash(otherKey);
  private final KeyHash revoked = hash(revokedKey);

  private final KafkaFixture kafka;
  private final PostgresDatabase database;
  private final Path catalog;

  PrincipalsIT(KafkaFixture kafka, PostgresDatabase database, @TempDir Path directory) {
    this.kafka = kafka;
    this.database = database;
    this.catalog = TestCatalog.write(directory, 1, 1, 1);
  }

  @Test
  void theTopicSaysWhatTheDatabaseSaysWhateverHappensToEither() throws Exception {
    try (RunningLedger ledger = start()) {
      // Ready means announced.
      await().atMost(PATIENCE).until(() -> isReady(ledger));
      assertThat(principals().get(main))
          .satisfies(
              principal -> {
                assertThat(principal.state()).isEqualTo(Principal.State.ACTIVE);
                assertThat(principal.tenant()).isEqualTo(new TenantId("local"));
                assertThat(principal.version()).isOne();
              });
      assertThat(principals().get(other).tenant()).isEqualTo(new TenantId("other"));
      assertThat(principals().get(revoked).state()).isEqualTo(Principal.State.REVOKED);

      // A key is revoked by nothing but an update.
      database.execute(
          "update api_key set state = 'REVOKED' where key_hash = '" + main.hex() + "'");
      await().atMost(PATIENCE).until(() -> isRevoked(main));
      assertThat(principals().get(main).version()).isEqualTo(2);

      // A limit is a change of every key that it holds for.
      database.execute(
          """
          insert into usage_limit (tenant_id, unit, amount, per_ms, created_at)
          values ('other', 'REQUESTS', 7, 60000, now())
          """);
      await().atMost(PATIENCE).until(() -> !principals().get(other).limits().isEmpty());
      assertThat(principals().get(other).limits())
          .containsExactly(
              new Limit(Limit.Scope.TENANT, Limit.Unit.REQUESTS, 7, Duration.ofMinutes(1)));
      database.execute("delete from usage_limit");
      await().atMost(PATIENCE).until(() -> principals().get(other).limits().isEmpty());

      // An old message that arrives late covers the revocation up, for a moment.
      publish(main, principal("local", principals().get(main).key().value()).version(1).build());
      await().atMost(PATIENCE).until(() -> isRevoked(main));

      // A topic that was ahead of the database is overtaken.
      publish(
          other,
          principal("other", principals().get(other).key().value())
              .state(Principal.State.REVOKED)
              .version(40)
              .build());
      await().atMost(PATIENCE).until(() -> principals().get(other).version() > 40);
      assertThat(principals().get(other).state()).isEqualTo(Principal.State.ACTIVE);

      // What no edge can read any more is said again.
      publish(other, "{\"tenant\":\"other\",\"version\":90}".getBytes(US_ASCII));
      await().atMost(PATIENCE).until(() -> principals().containsKey(other));

      // All of it is said again to a topic that is new.
      kafka.admin().deleteTopics(List.of(Topics.PRINCIPALS)).all().get();
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> principals().keySet().containsAll(List.of(main, other, revoked)));
      assertThat(isRevoked(main)).isTrue();
    }

    // A restart brings no key back and says nothing twice.
    int records = kafka.readAll(Topics.PRINCIPALS).size();
    try (RunningLedger ledger = start()) {
      await().atMost(PATIENCE).until(() -> isReady(ledger));
      assertThat(isRevoked(main)).isTrue();
      assertThat(kafka.readAll(Topics.PRINCIPALS)).hasSize(records);
    }
    assertThatNoKeyIsStored();
  }

  private void assertThatNoKeyIsStored() throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select k::text from api_key k")) {
      while (rows.next()) {
        assertThat(rows.getString(1)).doesNotContain(mainKey).doesNotContain(revokedKey);
      }
    }
    for (ConsumerRecord<byte[], byte[]> record : kafka.readAll(Topics.PRINCIPALS)) {
      assertThat(new String(record.value(), US_ASCII)).doesNotContain("sk-speka");
    }
  }

  private static boolean isReady(RunningLedger ledger) {
    return ledger.getWithoutPassword("/actuator/health/readiness").statusCode() == 200;
  }

  private boolean isRevoked(KeyHash key) {
    return principals().get(key).state() == Principal.State.REVOKED;
  }

  /**
   * As an edge sees it that reads the topic from its beginning: the last record of a key counts,
   * and one that it cannot read closes the key.
   */
  private Map<KeyHash, Principal> principals() {
    Map<KeyHash, Principal> last = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : kafka.readAll(Topics.PRINCIPALS)) {
      KeyHash key = new KeyHash(new String(record.key(), US_ASCII));
      try {
        last.put(key, PrincipalCodec.decode(record.value()));
      } catch (WireFormatException _) {
        last.remove(key);
      }
    }
    return last;
  }

  private void publish(KeyHash key, Principal principal)
      throws ExecutionException, InterruptedException {
    publish(key, PrincipalCodec.encode(principal));
  }

  private void publish(KeyHash key, byte[] value) throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer = kafka.newProducer()) {
      producer
          .send(new ProducerRecord<>(Topics.PRINCIPALS, key.hex().getBytes(US_ASCII), value))
          .get();
    }
  }

  private RunningLedger start() {
    return RunningLedger.start(
        database,
        kafka.bootstrapServers(),
        catalog,
        "--speka.ledger.bootstrap.key=" + mainKey,
        "--speka.ledger.bootstrap.fixtures[0].tenant=other",
        "--speka.ledger.bootstrap.fixtures[0].key=" + otherKey,
        "--speka.ledger.bootstrap.fixtures[1].tenant=local",
        "--speka.ledger.bootstrap.fixtures[1].key=" + revokedKey,
        "--speka.ledger.bootstrap.fixtures[1].state=REVOKED");
  }

  private static KeyHash hash(String key) {
    return ApiKey.parse(key).orElseThrow().hash();
  }
}
