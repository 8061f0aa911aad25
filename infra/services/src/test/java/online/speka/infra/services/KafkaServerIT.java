package online.speka.infra.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import online.speka.infra.services.process.Ports;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerIT {

  private static final Duration WAIT_MAX = Duration.ofSeconds(20);

  @TempDir Path parent;

  private Path directory;

  @BeforeEach
  void nameTheDirectory() {
    directory = parent.resolve("with a space");
  }

  @Test
  void whatWasAcknowledgedSurvivesAKill() throws Exception {
    // Given
    int[] ports = Ports.free(2);
    try (KafkaServer kafka =
        KafkaServer.start(KafkaServer.Settings.at(ports[0], ports[1], directory))) {
      createTopic(kafka, "jobs");
      send(kafka, "jobs", "first");
      String cluster = clusterId(kafka);

      // When
      kafka.kill();
      kafka.restart();
      send(kafka, "jobs", "second");

      // Then
      assertThat(readAll(kafka, "jobs", 2)).containsExactly("first", "second");
      assertThat(clusterId(kafka)).isEqualTo(cluster);
      assertThatThrownBy(() -> send(kafka, "never-created", "lost"))
          .isInstanceOf(ExecutionException.class);
    }
  }

  private static void createTopic(KafkaServer kafka, String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
          .all()
          .get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static String clusterId(KafkaServer kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      return admin.describeCluster().clusterId().get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static void send(KafkaServer kafka, String topic, String value) throws Exception {
    Map<String, Object> config =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all", "max.block.ms", 1_000);
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static List<String> readAll(KafkaServer kafka, String topic, int count) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      List<String> values = new ArrayList<>();
      long end = System.nanoTime() + WAIT_MAX.toNanos();
      while (values.size() < count && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }
}
