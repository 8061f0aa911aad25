package online.speka.edge.limits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.Fund;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Principal;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.wire.FundsInRedis;
import online.speka.contract.wire.FundsInRedis.Left;
import online.speka.contract.wire.RedisCall;
import online.speka.contract.wire.RedisScripts;
import online.speka.edge.TestJobs;
import online.speka.edge.funds.OpenReservations;
import online.speka.edge.funds.TestReservations;
import online.speka.testkit.principals.PrincipalBuilder;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Flux;

/** Requests that have to be paid, against a real Redis. */
@WithServices(REDIS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisPaymentsIT {
  private static final LimitsProperties PROPERTIES =
      new LimitsProperties(Duration.ofSeconds(5), Duration.ofMinutes(15));
  private static final long GENERATION = 9;

  private RedisClient client;
  private StatefulRedisConnection<byte[], byte[]> redis;
  private OpenReservations reservations;
  private RedisLimits limits;
  private Principal principal;

  @BeforeAll
  void connect(RedisFixture fixture) {
    client = fixture.newClient();
    redis = client.connect(ByteArrayCodec.INSTANCE);
  }

  @AfterAll
  void disconnect() {
    redis.close();
    client.close();
  }

  @BeforeEach
  void aGenerationIsOpen() {
    String _ = redis.sync().scriptLoad(RedisScripts.admissionIn(GENERATION));
    use(TestReservations.open(GENERATION));
    principal = payer();
  }

  @Test
  void whatCanBePaidIsReservedAndAnsweredFor() {
    fill(100);

    assertThat(charge(60)).isInstanceOf(LimitVerdict.Within.class);

    assertThat(reserved()).isEqualTo(60);
    assertThat(reservations.size()).isEqualTo(1);
  }

  @Test
  void whatCannotBePaidIsNotAnsweredFor() {
    fill(100);
    assertThat(charge(60)).isInstanceOf(LimitVerdict.Within.class);

    assertThat(charge(60))
        .isInstanceOfSatisfying(
            LimitVerdict.Exhausted.class,
            refused -> assertThat(refused.fund().id()).isEqualTo("f"));

    assertThat(reserved()).isEqualTo(60);
    assertThat(reservations.size()).isEqualTo(1);
  }

  @Test
  void underFiveHundredAtOnceExactlyAsManyAreAnsweredForAsCanBePaid() {
    // Given
    fill(1000);

    // When
    List<LimitVerdict> verdicts =
        Flux.range(0, 500)
            .flatMap(_ -> limits.charge(principal, request(7)), 500)
            .collectList()
            .block();

    // Then
    assertThat(verdicts).filteredOn(LimitVerdict.Within.class::isInstance).hasSize(142);
    assertThat(verdicts).filteredOn(LimitVerdict.Exhausted.class::isInstance).hasSize(358);
    assertThat(reservations.size()).isEqualTo(142);
    assertThat(reserved()).isEqualTo(142 * 7);
  }

  @Test
  void aFundOfWhichNothingIsKnownIsNotGuessed() {
    assertThat(charge(1)).isInstanceOf(LimitVerdict.Unknown.class);
    assertThat(reservations.size()).isZero();
  }

  @Test
  void whatCostsNothingAsksNoFund() {
    assertThat(charge(0)).isInstanceOf(LimitVerdict.Within.class);
  }

  @Test
  void aRedisThatHasForgottenItsScriptsReservesNothing() {
    // Given
    fill(100);
    String _ = redis.sync().scriptFlush();

    // Then not even when it is asked again
    assertThat(charge(1)).isInstanceOf(LimitVerdict.Unknown.class);
    assertThat(charge(1)).isInstanceOf(LimitVerdict.Unknown.class);
    assertThat(reserved()).isZero();
    assertThat(reservations.size()).isZero();
  }

  @Test
  void withoutAGenerationOnlyLimitsAreAsked() {
    // Given
    use(TestReservations.none());
    Principal free =
        PrincipalBuilder.principal("t-" + UUID.randomUUID(), "k")
            .limits(new Limit(Limit.Scope.KEY, Limit.Unit.REQUESTS, 1, Duration.ofDays(1)))
            .build();
    fill(100);

    // Then
    assertThat(charge(1)).isInstanceOf(LimitVerdict.Unknown.class);
    assertThat(limits.charge(free, request(1)).block()).isInstanceOf(LimitVerdict.Within.class);
    assertThat(limits.charge(free, request(1)).block()).isInstanceOf(LimitVerdict.Exceeded.class);
  }

  @Test
  void whoeverLeavesWhileRedisIsAskedIsNotCharged() {
    // Given
    fill(100);
    Limits.Request request = request(60);

    // When
    limits.charge(principal, request).subscribe().dispose();
    limits.release(principal, request.job());

    // Then it waits to be given back, whatever Redis did
    assertThat(reservations.size()).isEqualTo(1);
    assertThat(reservations.granted(request.job())).isFalse();
  }

  private void use(OpenReservations used) {
    reservations = used;
    limits =
        new RedisLimits(
            () -> Optional.of(redis.async()), InstantSource.system(), PROPERTIES, reservations);
  }

  private static Principal payer() {
    return PrincipalBuilder.principal("t-" + UUID.randomUUID(), "k")
        .funds(new Fund("f", Fund.Source.PREPAID_CREDIT))
        .build();
  }

  private LimitVerdict charge(long most) {
    return limits.charge(principal, request(most)).block();
  }

  private static Limits.Request request(long most) {
    JobId job = TestJobs.newId();
    return new Limits.Request(
        job, new ModelId("sim/chat"), 1, new MicroCredits(most), Instant.now().plusSeconds(60));
  }

  private FundsInRedis funds() {
    return new FundsInRedis(principal.tenant(), GENERATION);
  }

  private void fill(long amount) {
    RedisCall call = funds().open(List.of(new Left("f", amount, 1)));
    Object _ =
        redis
            .sync()
            .<Object>eval(
                call.script().getBytes(UTF_8),
                ScriptOutputType.MULTI,
                call.keys(),
                call.arguments());
  }

  private long reserved() {
    byte[] sum = redis.sync().hget(funds().fund("f").getBytes(UTF_8), "r".getBytes(UTF_8));
    return sum == null ? 0 : Long.parseLong(new String(sum, UTF_8));
  }
}
