package online.speka.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.FundsGeneration;
import online.speka.contract.wire.FundsGeneration.State;
import online.speka.contract.wire.FundsInRedis;
import online.speka.contract.wire.FundsInRedis.Left;
import online.speka.contract.wire.FundsInRedis.Used;
import online.speka.contract.wire.RedisCall;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.RedisScripts;
import online.speka.contract.wire.Reservation;

/** The ledger's side of funds, by hand. */
final class FakeFunds implements AutoCloseable {
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private long generation;

  FakeFunds(RedisClient client) {
    this.connection = client.connect(ByteArrayCodec.INSTANCE);
  }

  private RedisCommands<byte[], byte[]> redis() {
    return connection.sync();
  }

  /** A new generation, as soon as Redis is there. */
  void begin() {
    generation++;
    patiently(() -> tell(State.OPENING));
  }

  long generation() {
    return generation;
  }

  void finish() {
    patiently(() -> redis().scriptLoad(RedisScripts.admissionIn(generation)));
    patiently(() -> tell(State.OPEN));
  }

  private String tell(State state) {
    return redis()
        .set(
            bytes(RedisNames.FUNDS_GENERATION),
            bytes(new FundsGeneration(generation, state).toString()));
  }

  private static void patiently(Runnable command) {
    await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptions()
        .until(
            () -> {
              command.run();
              return true;
            });
  }

  void fill(TenantId tenant, String fund, long amount, long version) {
    run(in(tenant).open(List.of(new Left(fund, amount, version))));
  }

  void settle(TenantId tenant, JobId job, Left left) {
    run(in(tenant).settle(List.of(new Used(job, 0)), List.of(left)));
  }

  /** The open reservations of a tenant. */
  Map<JobId, Reservation> reserved(TenantId tenant) {
    Map<JobId, Reservation> reserved = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    redis()
        .hgetall(bytes(in(tenant).reservations()))
        .forEach(
            (job, entry) -> {
              JobId id = JobId.parse(new String(job, UTF_8));
              reserved.put(id, Reservation.parse(id, new String(entry, UTF_8)));
            });
    return reserved;
  }

  /** The sum of reservations under a fund. */
  long sum(TenantId tenant, String fund) {
    byte[] sum = redis().hget(bytes(in(tenant).fund(fund)), bytes("r"));
    return sum == null ? 0 : Long.parseLong(new String(sum, UTF_8));
  }

  private FundsInRedis in(TenantId tenant) {
    return new FundsInRedis(tenant, generation);
  }

  private void run(RedisCall call) {
    Object _ =
        redis()
            .<Object>eval(
                bytes(call.script()), ScriptOutputType.MULTI, call.keys(), call.arguments());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Override
  public void close() {
    connection.close();
  }
}
