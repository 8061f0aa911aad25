package online.speka.infra.services;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import online.speka.infra.services.process.ParentWatch;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * The main class of the JVM in which {@link KafkaServer} runs Kafka. Its argument is a properties
 * file.
 */
final class KafkaProcess {

  private KafkaProcess() {}

  public static void main(String[] arguments) throws IOException {
    ParentWatch.exitWithParent();
    Path file = Path.of(arguments[0]);
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    formatOnce(file, Path.of(properties.getProperty("log.dirs")));
    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("kafka-shutdown")
                .unstarted(
                    () -> {
                      server.shutdown();
                      server.awaitShutdown();
                    }));
    server.startup();
    server.awaitShutdown();
  }

  private static void formatOnce(Path propertiesFile, Path logDirectory) {
    if (Files.exists(logDirectory.resolve("meta.properties"))) {
      return;
    }
    String[] format = {
      "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", propertiesFile.toString()
    };
    int status = StorageTool.execute(format, System.out);
    if (status != 0) {
      throw new IllegalStateException(
          "formatting " + logDirectory + " ended with status " + status);
    }
  }
}
