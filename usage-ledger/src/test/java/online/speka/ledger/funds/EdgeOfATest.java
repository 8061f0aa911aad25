package online.speka.ledger.funds;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import online.speka.contract.catalog.DatedPrices;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.AdmissionAnswer;
import online.speka.contract.wire.AdmissionCall;
import online.speka.contract.wire.FundsGeneration;
import online.speka.contract.wire.FundsInRedis;
import online.speka.contract.wire.RedisCall;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.Reservation;
import online.speka.contract.wire.TariffCodec;

/** Reserves as an edge does, and looks at what Redis has. */
public final class EdgeOfATest implements AutoCloseable {

  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> redis;

  public EdgeOfATest(RedisClient client) {
    this.client = client;
    this.redis = client.connect(ByteArrayCodec.INSTANCE);
  }

  /** What became of a request. */
  public enum Admission {
    ADMITTED,
    NOT_ENOUGH,
    /** As an edge: 503. */
    UNKNOWN
  }

  public Admission reserve(Job job, String... funds) {
    Optional<FundsGeneration> generation = generation();
    if (generation.filter(FundsGeneration::isOpen).isEmpty()) {
      return Admission.UNKNOWN;
    }
    RedisCall call =
        AdmissionCall.of(
            new AdmissionCall.Request(
                job.origin().tenant(), job.id(), job.window().deadline(), Duration.ofMinutes(1)),
            List.of(),
            reservation(job, funds),
            generation.get().number());
    try {
      List<Long> numbers =
          redis
              .sync()
              .evalsha(
                  redis.sync().digest(call.script()),
                  ScriptOutputType.MULTI,
                  call.keys(),
                  call.arguments());
      AdmissionAnswer answer = AdmissionAnswer.read(0, numbers);
      if (answer.unknownFund() != AdmissionAnswer.NONE) {
        return Admission.UNKNOWN;
      }
      return answer.fund() == AdmissionAnswer.NONE ? Admission.ADMITTED : Admission.NOT_ENOUGH;
    } catch (RedisNoScriptException e) {
      return Admission.UNKNOWN;
    }
  }

  /** What it would reserve by; empty if it is told nothing. */
  public List<DatedPrices> tariff() {
    byte[] prices =
        redis
            .sync()
            .hget(RedisNames.TARIFF.getBytes(UTF_8), RedisNames.TARIFF_PRICES.getBytes(UTF_8));
    return prices == null ? List.of() : TariffCodec.decode(prices);
  }

  public void loseTariff() {
    long _ = redis.sync().del(RedisNames.TARIFF.getBytes(UTF_8));
  }

  private static Reservation reservation(Job job, String... funds) {
    return new Reservation(
        Ended.reservationOf(job),
        job.demand().reservation(),
        job.window().deadline(),
        List.of(funds));
  }

  public Optional<FundsGeneration> generation() {
    return Optional.ofNullable(redis.sync().get(RedisNames.FUNDS_GENERATION.getBytes(UTF_8)))
        .map(mark -> FundsGeneration.parse(new String(mark, UTF_8)));
  }

  public boolean isOpen() {
    return generation().filter(FundsGeneration::isOpen).isPresent();
  }

  /** Left, version or r; -1 if there is none. */
  public long field(TenantId tenant, String fund, String field) {
    byte[] value =
        redis.sync().hget(names(tenant).fund(fund).getBytes(UTF_8), field.getBytes(UTF_8));
    return value == null ? -1 : Long.parseLong(new String(value, UTF_8));
  }

  public boolean isReserved(TenantId tenant, JobId job) {
    return redis
        .sync()
        .hexists(names(tenant).reservations().getBytes(UTF_8), job.toString().getBytes(UTF_8));
  }

  private FundsInRedis names(TenantId tenant) {
    return new FundsInRedis(tenant, generation().map(FundsGeneration::number).orElse(0L));
  }

  @Override
  public void close() {
    redis.close();
    client.shutdown();
  }
}
