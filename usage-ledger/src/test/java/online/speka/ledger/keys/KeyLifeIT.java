package online.speka.ledger.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.POSTGRES;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Principal;
import online.speka.contract.wire.PrincipalCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.Topics;
import online.speka.ledger.RunningLedger;
import online.speka.ledger.TestCatalog;
import online.speka.ledger.organizations.Name;
import online.speka.ledger.organizations.Organizations;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in a whole ledger: from the service to the topic, and from Redis to what people see. */
@WithServices({KAFKA, POSTGRES, REDIS})
class KeyLifeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(1);
  private static final int REVOCATIONS = 50;

  private final KafkaFixture kafka;
  private final RedisFixture redis;
  private final PostgresDatabase database;
  private final Path catalog;
  private RunningLedger ledger;
  private ApiKeys keys;

  KeyLifeIT(
      KafkaFixture kafka, RedisFixture redis, PostgresDatabase database, @TempDir Path directory) {
    this.kafka = kafka;
    this.redis = redis;
    this.database = database;
    this.catalog = TestCatalog.write(directory, 1, 1, 1);
  }

  @BeforeEach
  void start() {
    ledger =
        RunningLedger.start(
            database,
            kafka.bootstrapServers(),
            catalog,
            "--spring.data.redis.url=" + redis.uri(),
            "--speka.ledger.keys.use-interval=100ms");
    keys = ledger.bean(ApiKeys.class);
    await()
        .atMost(PATIENCE)
        .until(() -> ledger.getWithoutPassword("/actuator/health/readiness").statusCode() == 200);
  }

  @AfterEach
  void stop() {
    ledger.close();
  }

  @Test
  void everyRevocationIsInTheTopicWithinTheBound() {
    // Given
    List<MintedKey> minted = mint(REVOCATIONS);
    await().atMost(PATIENCE).until(() -> announced(minted));
    Map<KeyId, Instant> revokedAt = new HashMap<>();
    // When
    for (MintedKey key : minted) {
      assertThat(keys.revoke(key.info().id()).getClass().getSimpleName()).isEqualTo("Done");
      revokedAt.put(key.info().id(), Instant.now());
    }
    await().atMost(PATIENCE).until(() -> revocations(minted).size() == REVOCATIONS);
    // Then
    List<Duration> took = new ArrayList<>();
    revocations(minted).forEach((key, at) -> took.add(Duration.between(revokedAt.get(key), at)));
    assertThat(took).allSatisfy(time -> assertThat(time).isLessThan(TOLD_WITHIN));
  }

  @Test
  void usesThatEdgesReportAreSeenAtTheKeyAndNeverGoBack() {
    // Given
    KeyId id = mint(1).getFirst().info().id();
    Instant used = Instant.ofEpochMilli(Instant.now().minusSeconds(60).toEpochMilli());
    try (RedisClient client = redis.newClient();
        StatefulRedisConnection<String, String> connection = client.connect()) {
      // When
      report(connection, id, used);
      connection.sync().hset(RedisNames.KEY_USES, "key_unknown", "1");
      connection.sync().hset(RedisNames.KEY_USES, "key_broken", "yesterday");
      // Then
      await().atMost(PATIENCE).until(() -> used.equals(lastUsedAt(id)));
      await()
          .atMost(PATIENCE)
          .until(
              () -> connection.sync().exists(RedisNames.KEY_USES, RedisNames.KEY_USES_TAKEN) == 0);
      // When
      report(connection, id, used.minusSeconds(10));
      await().atMost(PATIENCE).until(() -> connection.sync().exists(RedisNames.KEY_USES) == 0);
      // Then
      assertThat(lastUsedAt(id)).isEqualTo(used);
      // When
      report(connection, id, Instant.now().plusSeconds(9_000));
      // Then
      await().atMost(PATIENCE).until(() -> lastUsedAt(id).isAfter(used));
      assertThat(lastUsedAt(id)).isBefore(Instant.now().plusSeconds(1));
    }
  }

  private static void report(
      StatefulRedisConnection<String, String> connection, KeyId key, Instant at) {
    connection.sync().hset(RedisNames.KEY_USES, key.value(), Long.toString(at.toEpochMilli()));
  }

  private Instant lastUsedAt(KeyId id) {
    return keys.find(id).orElseThrow().life().lastUsedAt();
  }

  private List<MintedKey> mint(int count) {
    var acme = ledger.bean(Organizations.class).create(new Name("Acme"), null);
    List<MintedKey> minted = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      minted.add(
          JdbcApiKeysIT.done(
              keys.mint(
                  new NewKey(
                      acme.id(),
                      null,
                      new Name("key " + i),
                      ApiKey.Mode.LIVE,
                      Access.UNRESTRICTED,
                      "ada@example.org"))));
    }
    return minted;
  }

  private boolean announced(List<MintedKey> minted) {
    List<String> told =
        kafka.readAll(Topics.PRINCIPALS).stream()
            .map(change -> new String(change.key(), US_ASCII))
            .toList();
    return minted.stream().allMatch(key -> told.contains(key.secret().hash().hex()));
  }

  /** When the topic was told of each first; other tests have revoked keys too. */
  private Map<KeyId, Instant> revocations(List<MintedKey> minted) {
    Set<KeyId> ours = minted.stream().map(key -> key.info().id()).collect(Collectors.toSet());
    Map<KeyId, Instant> told = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : kafka.readAll(Topics.PRINCIPALS)) {
      Principal principal = PrincipalCodec.decode(record.value());
      if (principal.state() == Principal.State.REVOKED && ours.contains(principal.key())) {
        told.putIfAbsent(principal.key(), Instant.ofEpochMilli(record.timestamp()));
      }
    }
    return told;
  }
}
