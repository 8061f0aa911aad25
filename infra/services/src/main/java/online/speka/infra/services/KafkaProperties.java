package online.speka.infra.services;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The broker's settings: one node, durable, small. */
final class KafkaProperties {

  private static final long MESSAGE_BYTES_MAX = 32L << 20;
  private static final Duration RETENTION = Duration.ofHours(24);

  private KafkaProperties() {}

  static Map<String, String> ofSingleNode(
      String host, KafkaServer.Settings settings, Path logDirectory) {
    Map<String, String> all = new TreeMap<>();
    all.putAll(node(host, settings));
    all.putAll(ofAnyNode());
    all.putAll(footprint());
    all.put("log.dirs", logDirectory.toString());
    all.putAll(settings.extra());
    return all;
  }

  /** What does not depend on where it runs. */
  static Map<String, String> ofAnyNode() {
    Map<String, String> all = new TreeMap<>(topics());
    all.putAll(groups());
    return all;
  }

  private static Map<String, String> node(String host, KafkaServer.Settings settings) {
    String broker = "PLAINTEXT://" + host + ":" + settings.port();
    String controller = host + ":" + settings.controllerPort();
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", "1"),
        // Static voters: the ports may differ between two starts on the same data.
        Map.entry("controller.quorum.voters", "1@" + controller),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry("listeners", broker + ",CONTROLLER://" + controller),
        Map.entry("advertised.listeners", broker),
        Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("inter.broker.listener.name", "PLAINTEXT"),
        // After a kill the controller refuses the new broker until the session of the old one is
        // over. There is no
        // other broker to protect, so the default of nine seconds buys nothing.
        Map.entry("broker.session.timeout.ms", "2000"),
        Map.entry("broker.heartbeat.interval.ms", "400"),
        // A broker that cannot write cannot tell the controller either, which is itself. It is to
        // end soon, and be started again, instead of waiting thirty seconds for the controller.
        Map.entry("log.dir.failure.timeout.ms", "2000"));
  }

  private static Map<String, String> topics() {
    return Map.ofEntries(
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("default.replication.factor", "1"),
        Map.entry("min.insync.replicas", "1"),
        Map.entry("message.max.bytes", Long.toString(MESSAGE_BYTES_MAX)),
        Map.entry("replica.fetch.max.bytes", Long.toString(MESSAGE_BYTES_MAX)),
        Map.entry("log.retention.ms", Long.toString(RETENTION.toMillis())),
        Map.entry("offsets.topic.num.partitions", "4"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("transaction.state.log.num.partitions", "1"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("share.coordinator.state.topic.num.partitions", "1"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"));
  }

  private static Map<String, String> groups() {
    return Map.of(
        "group.initial.rebalance.delay.ms", "0",
        "group.min.session.timeout.ms", "1000",
        "group.consumer.min.session.timeout.ms", "1000",
        "group.consumer.min.heartbeat.interval.ms", "300",
        // The most offset metadata a commit may carry; the dispatcher packs unfinished offsets into
        // it.
        "offset.metadata.max.bytes", "4096");
  }

  private static Map<String, String> footprint() {
    return Map.of(
        "num.network.threads", "2",
        "num.io.threads", "4",
        "background.threads", "2",
        "num.recovery.threads.per.data.dir", "2",
        // The default of 128 MB is half of this JVM's heap.
        "log.cleaner.dedupe.buffer.size", "4194304");
  }
}
