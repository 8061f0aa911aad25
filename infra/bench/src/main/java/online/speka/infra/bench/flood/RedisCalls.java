package online.speka.infra.bench.flood;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;

/// Redis' own count of commands.
public final class RedisCalls implements AutoCloseable {

  private static final String COUNT = "total_commands_processed:";

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  /// @param address host and port
  public RedisCalls(String address) {
    this.client = RedisClient.create("redis://" + address);
    this.connection = client.connect();
  }

  public long count() {
    return connection
        .sync()
        .info("stats")
        .lines()
        .filter(line -> line.startsWith(COUNT))
        .mapToLong(line -> Long.parseLong(line.substring(COUNT.length()).strip()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Redis does not count commands"));
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
