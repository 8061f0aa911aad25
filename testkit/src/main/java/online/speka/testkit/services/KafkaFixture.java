package online.speka.testkit.services;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import online.speka.infra.services.KafkaProbe;
import online.speka.infra.services.KafkaServer;
import online.speka.infra.services.process.Ports;
import online.speka.infra.services.process.ShutdownSequence;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.testcontainers.containers.GenericContainer;

/** Kafka. Tests keep apart by the names of topics and groups, of which this hands out new ones. */
public final class KafkaFixture extends ServiceFixture {

  private static final String IMAGE = "apache/kafka:4.2.1";
  private static final int PORT_INSIDE = 9092;
  private static final Duration ADMIN_WAIT_MAX = Duration.ofSeconds(30);

  private final AtomicInteger names = new AtomicInteger();
  private final Admin admin;

  private KafkaFixture(TestServer server) {
    super(server);
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    var _ =
        ShutdownSequence.ofThisJvm()
            .add("admin client of the fixture", () -> admin.close(Duration.ofSeconds(1)));
  }

  static KafkaFixture start() {
    return new KafkaFixture(
        switch (TestServerKind.chosen()) {
          case EMBEDDED -> new TestServer.Embedded(startEmbedded());
          case CONTAINERS -> startContainer(ContainerServer.Address.choose());
        });
  }

  private static KafkaServer startEmbedded() {
    int[] ports = Ports.free(2);
    Path directory = TestServerKind.temporaryDirectory("kafka");
    return KafkaServer.start(KafkaServer.Settings.at(ports[0], ports[1], directory).shortLived());
  }

  private static ContainerServer startContainer(ContainerServer.Address address) {
    return ContainerServer.start(
        IMAGE,
        address,
        PORT_INSIDE,
        (host, port) -> KafkaProbe.of(host + ":" + port),
        container -> configure(container, address));
  }

  private static void configure(GenericContainer<?> container, ContainerServer.Address address) {
    Map<String, String> node =
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "controller.quorum.voters", "1@localhost:9093",
            "controller.listener.names", "CONTROLLER",
            "listeners", "PLAINTEXT://:" + PORT_INSIDE + ",CONTROLLER://:9093",
            "advertised.listeners", "PLAINTEXT://" + address.host() + ":" + address.port(),
            "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name", "PLAINTEXT");
    node.forEach((property, value) -> container.addEnv(variable(property), value));
    KafkaServer.brokerProperties()
        .forEach((property, value) -> container.addEnv(variable(property), value));
  }

  /** As the image's start script spells a property. */
  private static String variable(String property) {
    return "KAFKA_" + property.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  public String bootstrapServers() {
    return host() + ":" + port();
  }

  /** For topics, groups and clients: a name that no other test has. */
  public String newName(String stem) {
    return stem + "-" + names.incrementAndGet() + "-" + ProcessHandle.current().pid();
  }

  /** A topic that no other test has. */
  public String newTopic(String stem, int partitions) {
    String name = newName(stem);
    createTopic(name, partitions, Map.of());
    return name;
  }

  public void createTopic(String name, int partitions, Map<String, String> config) {
    NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(config);
    try {
      admin
          .createTopics(List.of(topic))
          .all()
          .get(ADMIN_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("cannot create topic " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topic " + name, e);
    }
  }

  /** Shared; not to be closed by tests. */
  public Admin admin() {
    return admin;
  }

  /** Acknowledged by all replicas; whoever asked closes it. */
  public KafkaProducer<byte[], byte[]> newProducer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers(),
            "acks",
            "all",
            // What is sent while the broker is away waits for it, instead of blocking the sender.
            "metadata.recovery.strategy",
            "none"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** From the beginning of a topic; whoever asked closes it. */
  public TopicReader newReader(String topic) {
    return new TopicReader(bootstrapServers(), topic);
  }

  /** Everything that a topic holds now, in the order of each partition. */
  public List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
    try (TopicReader reader = newReader(topic)) {
      return reader.readToEnd();
    }
  }

  @Override
  void clean() {
    // Names keep tests apart; deleting topics would cost more than it is worth.
  }
}
