package online.speka.infra.bench.money;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.FundsGeneration;
import online.speka.contract.wire.FundsInRedis;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.Reservation;
import org.jspecify.annotations.Nullable;

/// What Redis knows of an organisation's balance. Each look is one step for Redis; a look that
/// fails is no look.
final class RedisFunds implements AutoCloseable {

  private static final String BALANCE = "balance";
  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(1);

  private static final String LOOK =
      """
      return {redis.call('GET', KEYS[1]), redis.call('HMGET', KEYS[2], 'left', 'r'),
          redis.call('HGETALL', KEYS[3])}
      """;

  private final RedisClient client;
  private final TenantId tenant;
  private @Nullable StatefulRedisConnection<String, String> connection;
  private long generation;

  RedisFunds(String uri, TenantId tenant) {
    RedisURI address = RedisURI.create(uri);
    address.setTimeout(ANSWER_WAIT_MAX);
    this.client = RedisClient.create(address);
    this.tenant = tenant;
    client.setOptions(ClientOptions.builder().autoReconnect(false).build());
  }

  /// @param reservations of jobs, 32 hexadecimal digits each
  record Look(
      long generation, boolean open, long left, long reserved, Map<String, Long> reservations) {
    Look {
      reservations = Map.copyOf(reservations);
    }

    long entries() {
      return reservations.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /// Empty if Redis does not answer, or if nothing is known of the balance yet.
  Optional<Look> look() {
    try {
      Optional<Look> look = tryLook();
      // The first time, and after each change of generation, it looks under the wrong names.
      return look.isEmpty() || look.get().generation() == generation ? look : again(look.get());
    } catch (RedisException _) {
      disconnect();
      return Optional.empty();
    }
  }

  private Optional<Look> again(Look look) {
    generation = look.generation();
    return tryLook().filter(next -> next.generation() == generation);
  }

  private Optional<Look> tryLook() {
    FundsInRedis names = new FundsInRedis(tenant, generation);
    String[] keys = {
      RedisNames.FUNDS_GENERATION, names.fund(BALANCE), names.reservations(),
    };
    List<Object> answer = connection().sync().eval(LOOK, ScriptOutputType.MULTI, keys);
    if (answer.getFirst() == null) {
      return Optional.empty();
    }
    FundsGeneration now = FundsGeneration.parse(answer.getFirst().toString());
    List<?> amounts = (List<?>) answer.get(1);
    boolean known = now.number() == generation && amounts.getFirst() != null;
    if (now.number() == generation && !known) {
      return Optional.empty();
    }
    return Optional.of(
        new Look(
            now.number(),
            now.isOpen(),
            known ? number(amounts.getFirst()) : 0,
            known ? number(amounts.getLast()) : 0,
            known ? reservations((List<?>) answer.get(2)) : Map.of()));
  }

  private static long number(@Nullable Object amount) {
    return amount == null ? 0 : Long.parseLong(amount.toString());
  }

  private static Map<String, Long> reservations(List<?> pairs) {
    Map<String, Long> reservations = new HashMap<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      JobId job = JobId.parse(pairs.get(i).toString());
      Reservation reservation = Reservation.parse(job, pairs.get(i + 1).toString());
      reservations.put(job.toString().replace("-", ""), reservation.cost().value());
    }
    return reservations;
  }

  private StatefulRedisConnection<String, String> connection() {
    StatefulRedisConnection<String, String> now = connection;
    if (now == null) {
      now = client.connect();
      connection = now;
    }
    return now;
  }

  private void disconnect() {
    if (connection != null) {
      var _ = connection.closeAsync();
      connection = null;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
