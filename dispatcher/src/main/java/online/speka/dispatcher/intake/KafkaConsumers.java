package online.speka.dispatcher.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import online.speka.contract.wire.Topics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Makes the consumers of intake from the installation's Kafka settings.
final class KafkaConsumers {

  private static final Duration PROCESSING_MAX = Duration.ofSeconds(30);
  private static final Duration RECONNECT_MAX = Duration.ofSeconds(1);

  private final Map<String, Object> installation;
  private final IntakeProperties properties;

  KafkaConsumers(Map<String, Object> installation, IntakeProperties properties) {
    this.installation = Map.copyOf(installation);
    this.properties = properties;
  }

  /// A member of the dispatcher group.
  Consumer<byte[], byte[]> member() {
    Map<String, Object> config = base("speka-dispatcher-intake");
    config.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.DISPATCHER_GROUP);
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, KafkaModelAssignor.class.getName());
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(properties.sessionTimeout()));
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(properties.heartbeatInterval()));
    config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(PROCESSING_MAX));
    config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, millis(properties.metadataMaxAge()));
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, properties.pollRecordsMax());
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, millis(properties.fetchWait()));
    config.put(
        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
        Math.toIntExact(properties.fetchBytesMax().toBytes()));
    config.put(
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
        Math.toIntExact(properties.partitionFetchBytesMax().toBytes()));
    return new KafkaConsumer<>(config);
  }

  /// A reader of the outcomes topic, in no group.
  Consumer<byte[], byte[]> outcomes() {
    return new KafkaConsumer<>(base("speka-dispatcher-outcomes"));
  }

  /// A reader of old outcomes, in no group.
  Consumer<byte[], byte[]> replay() {
    return new KafkaConsumer<>(base("speka-dispatcher-replay"));
  }

  private Map<String, Object> base(String client) {
    Map<String, Object> config = new HashMap<>(installation);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, client);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MAX.toMillis());
    return config;
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
