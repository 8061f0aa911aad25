package online.speka.infra.services;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import online.speka.infra.services.process.Ports;
import online.speka.infra.services.process.Probe;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks a Kafka for its nodes: it answers with at least one once the broker takes requests. */
public final class KafkaProbe {

  private static final int TIMEOUT_MS = 2_000;

  private KafkaProbe() {}

  public static Probe of(String bootstrapServers) {
    return () -> complaint(bootstrapServers);
  }

  private static Optional<String> complaint(String bootstrapServers) {
    int port = Integer.parseInt(bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1));
    if (Ports.isFree(port)) {
      // A client that meets a closed port logs a warning for each try.
      return Optional.of("nobody listens on port " + port);
    }
    Map<String, Object> config =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    try (Admin admin = Admin.create(config)) {
      boolean none =
          admin.describeCluster().nodes().get(TIMEOUT_MS, TimeUnit.MILLISECONDS).isEmpty();
      return none ? Optional.of("it has no live broker yet") : Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      return Optional.of(e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }
}
