package online.speka.infra.services;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import online.speka.infra.services.process.ChildCommand;
import online.speka.infra.services.process.ClassArchive;
import online.speka.infra.services.process.DataDirectory;
import online.speka.infra.services.process.JavaCommand;
import online.speka.infra.services.process.Ports;
import online.speka.infra.services.process.Probe;
import online.speka.infra.services.process.ServiceException;

/** One Kafka node, broker and controller in a JVM of its own, on the loopback address. */
public final class KafkaServer extends LocalServer {

  /** The environment variable that moves the broker to another port. */
  public static final String PORT_SETTING = "SPEKA_KAFKA_PORT";

  /** The environment variable that moves the controller to another port. */
  public static final String CONTROLLER_PORT_SETTING = "SPEKA_KAFKA_CONTROLLER_PORT";

  /**
   * Where it runs; {@code extra} holds broker properties that win over ours, {@code jvmFlags} are
   * added to those of the broker's JVM.
   */
  public record Settings(
      int port,
      int controllerPort,
      Path directory,
      Map<String, String> extra,
      List<String> jvmFlags,
      Optional<ClassArchive> classArchive) {
    public Settings {
      extra = Map.copyOf(extra);
      jvmFlags = List.copyOf(jvmFlags);
    }

    public static Settings at(int port, int controllerPort, Path directory) {
      return new Settings(port, controllerPort, directory, Map.of(), List.of(), Optional.empty());
    }

    public Settings with(String property, String value) {
      Map<String, String> more = new TreeMap<>(extra);
      more.put(property, value);
      return new Settings(port, controllerPort, directory, more, jvmFlags, classArchive);
    }

    /**
     * For a broker that lives for seconds: half the processor time to start, less throughput
     * afterwards.
     */
    public Settings shortLived() {
      return new Settings(
          port, controllerPort, directory, extra, List.of("-XX:TieredStopAtLevel=1"), classArchive);
    }

    /** For a broker that is started often. */
    public Settings with(ClassArchive archive) {
      return new Settings(port, controllerPort, directory, extra, jvmFlags, Optional.of(archive));
    }
  }

  private final Settings settings;

  private KafkaServer(Settings settings, DataDirectory directory) {
    super("kafka", settings.port(), directory);
    this.settings = settings;
  }

  /** Formats the storage at the first start. Returns when it answers. */
  public static KafkaServer start(Settings settings) {
    KafkaServer server = new KafkaServer(settings, DataDirectory.open(settings.directory()));
    server.open();
    return server;
  }

  /** Ours, apart from addresses and paths; for brokers that run elsewhere. */
  public static Map<String, String> brokerProperties() {
    return KafkaProperties.ofAnyNode();
  }

  public String bootstrapServers() {
    return bootstrapServers(port());
  }

  /** Where a broker on this port will answer. */
  public static String bootstrapServers(int port) {
    return HOST + ":" + port;
  }

  @Override
  void requireFreePorts() {
    Ports.requireFree(port(), "Kafka", PORT_SETTING);
    Ports.requireFree(settings.controllerPort(), "Kafka's controller", CONTROLLER_PORT_SETTING);
  }

  @Override
  ChildCommand command() {
    JavaCommand command = JavaCommand.running(name(), KafkaProcess.class);
    settings.classArchive().ifPresent(archive -> command.classArchive(archive, name(), true));
    return command
        .flags("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC")
        .flags(settings.jvmFlags().toArray(String[]::new))
        .property("java.awt.headless", "true")
        .property("logback.configurationFile", "online/speka/infra/services/kafka-logback.xml")
        .argument(writeProperties().toString())
        .build();
  }

  private Path writeProperties() {
    Properties properties = new Properties();
    properties.putAll(
        KafkaProperties.ofSingleNode(HOST, settings, directory().subdirectory("data")));
    Path file = directory().resolve("server.properties");
    // As bytes, which escapes what is not ASCII: Kafka reads such files as Latin-1.
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    } catch (IOException e) {
      throw new ServiceException("Cannot write " + file + " (" + e + "): make it writable.", e);
    }
    return file;
  }

  @Override
  Probe probe() {
    return KafkaProbe.of(bootstrapServers());
  }
}
