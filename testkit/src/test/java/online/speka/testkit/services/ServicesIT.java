package online.speka.testkit.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.POSTGRES;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@WithServices({KAFKA, REDIS, POSTGRES})
class ServicesIT {

  @Nested
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  class Redis {

    @Test
    @Order(1)
    void aTestMayLeaveKeysBehind(RedisClient client) {
      assertThat(client.connect().sync().set("left", "behind")).isEqualTo("OK");
    }

    @Test
    @Order(2)
    void theNextOneFindsNoneAndMayLeaveItDead(RedisFixture redis, RedisClient client) {
      assertThat(client.connect().sync().dbsize()).isZero();

      redis.kill();

      assertThat(redis.isAlive()).isFalse();
      try (RedisClient late = redis.newClient()) {
        assertThatThrownBy(late::connect).isInstanceOf(RedisException.class);
      }
    }

    @Test
    @Order(3)
    void theNextOneFindsItAliveOnTheSamePort(RedisFixture redis, RedisClient client) {
      assertThat(redis).isSameAs(Services.redis());
      assertThat(client.connect().sync().ping()).isEqualTo("PONG");
    }

    @Test
    void aFrozenServerAnswersWhenItIsThawed(RedisFixture redis, RedisClient client)
        throws Exception {
      // Given
      var commands = client.connect().async();
      redis.freeze();

      // When
      var answer = commands.ping();

      // Then
      assertThat(answer.await(200, TimeUnit.MILLISECONDS)).isFalse();
      redis.thaw();
      assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("PONG");
    }
  }

  @Nested
  class Kafka {

    @Test
    void aTopicIsReadFromItsBeginningAndSurvivesARestart(KafkaFixture kafka) throws Exception {
      // Given
      String topic = kafka.newTopic("jobs", 3);
      try (KafkaProducer<byte[], byte[]> producer = kafka.newProducer()) {
        for (int i = 0; i < 9; i++) {
          producer
              .send(new ProducerRecord<>(topic, i % 3, null, bytes("job " + i)))
              .get(10, TimeUnit.SECONDS);
        }
      }

      // When
      kafka.kill();
      kafka.restart();

      // Then
      assertThat(kafka.readAll(topic))
          .hasSize(9)
          .extracting(ServicesIT::text)
          .contains("job 0", "job 8");
    }

    @Test
    void aReaderWaitsForWhatIsStillToComeAndSaysWhatWasMissing(KafkaFixture kafka)
        throws Exception {
      String topic = kafka.newTopic("outcomes", 1);
      try (KafkaProducer<byte[], byte[]> producer = kafka.newProducer();
          TopicReader reader = kafka.newReader(topic)) {
        assertThat(reader.readToEnd()).isEmpty();
        producer.send(new ProducerRecord<>(topic, bytes("one"))).get(10, TimeUnit.SECONDS);

        List<ConsumerRecord<byte[], byte[]>> read = reader.readAtLeast(1, Duration.ofSeconds(10));

        assertThat(read).extracting(ServicesIT::text).containsExactly("one");
        assertThatThrownBy(() -> reader.readAtLeast(2, Duration.ofMillis(300)))
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining("1 records of " + topic);
      }
    }

    @Test
    void namesAreNeverHandedOutTwice(KafkaFixture kafka) {
      assertThat(kafka.newName("group")).isNotEqualTo(kafka.newName("group"));
    }
  }

  @Nested
  class Postgres {

    @Test
    void aDatabaseIsEmptyAndSharedWithNobody(PostgresFixture postgres, PostgresDatabase mine) {
      PostgresDatabase other = postgres.newDatabase();

      mine.execute("create table postings (id int)");
      other.execute("create table postings (id int)");

      assertThat(other.jdbcUrl()).isNotEqualTo(mine.jdbcUrl());
    }

    @Test
    void theClassKeepsItsDatabaseOverAKill(PostgresFixture postgres, PostgresDatabase mine) {
      mine.execute("create table kept (id int primary key)");

      postgres.kill();
      postgres.restart();

      mine.execute("insert into kept values (1)");
    }

    @Test
    void theZoneIsTheOneFurthestFromUtc(PostgresDatabase database) throws SQLException {
      // The driver sends the zone of the JVM, so the build gives test JVMs the same one.
      assertThat(ask(database, "show timezone")).isEqualTo("Pacific/Kiritimati");
    }
  }

  private static String ask(PostgresDatabase database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.value(), UTF_8);
  }
}
