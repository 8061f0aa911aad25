package online.speka.infra.services;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A JVM that starts servers and waits to be killed; its standard output is a line of their pids.
 */
final class ParentProgram {

  private ParentProgram() {}

  /** Arguments: data directory, then kind and port (for Kafka two ports) of each server. */
  public static void main(String[] arguments) throws InterruptedException {
    Path data = Path.of(arguments[0]);
    StringBuilder pids = new StringBuilder("PIDS");
    for (int i = 1; i < arguments.length; i += 2) {
      int port = Integer.parseInt(arguments[i + 1]);
      LocalServer server =
          switch (arguments[i]) {
            case "redis" -> RedisServer.start(RedisServer.Settings.at(port, data.resolve("redis")));
            case "postgres" ->
                PostgresServer.start(PostgresServer.Settings.at(port, data.resolve("postgres")));
            case "kafka" ->
                KafkaServer.start(
                    KafkaServer.Settings.at(port, port + 1, data.resolve("kafka")).shortLived());
            default -> throw new IllegalArgumentException(arguments[i]);
          };
      pids.append(' ').append(server.pid());
    }
    System.out.println(pids);
    new CountDownLatch(1).await();
  }
}
