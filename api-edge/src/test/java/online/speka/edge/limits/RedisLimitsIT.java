package online.speka.edge.limits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.stream.IntStream;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Principal;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.wire.FundsInRedis;
import online.speka.contract.wire.RedisCall;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.RedisScripts;
import online.speka.edge.funds.TestReservations;
import online.speka.testkit.principals.PrincipalBuilder;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Flux;

@WithServices(REDIS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisLimitsIT {
  private static final LimitsProperties PROPERTIES =
      new LimitsProperties(Duration.ofSeconds(5), Duration.ofMinutes(15));
  private static final ModelId MODEL = new ModelId("sim/chat");
  private static final ModelId OTHER_MODEL = new ModelId("sim/other");

  private RedisClient client;
  private StatefulRedisConnection<byte[], byte[]> connection;
  private RedisLimits limits;

  @BeforeAll
  void connect(RedisFixture redis) {
    client = redis.newClient();
    connection = client.connect(ByteArrayCodec.INSTANCE);
    limits =
        new RedisLimits(
            () -> Optional.of(connection.async()),
            InstantSource.system(),
            PROPERTIES,
            TestReservations.none());
  }

  @AfterAll
  void disconnect() {
    connection.close();
    client.close();
  }

  @Test
  void underAThousandAtOnceExactlyAsManyComeThroughAsMay() {
    // Given a limit that gives nothing back while the test runs
    Principal principal = principal(requests(Limit.Scope.TENANT, 100, Duration.ofDays(30)));

    // When
    List<LimitVerdict> verdicts =
        Flux.range(0, 1000)
            .flatMap(_ -> limits.charge(principal, request(1)), 1000)
            .collectList()
            .block();

    // Then
    assertThat(verdicts).filteredOn(LimitVerdict.Within.class::isInstance).hasSize(100);
    assertThat(verdicts).filteredOn(LimitVerdict.Exceeded.class::isInstance).hasSize(900);
  }

  @Test
  void aLimitOfOneModelCountsNoOtherRequests() {
    // Given
    Principal principal =
        principal(requests(Limit.Scope.KEY, 1, Duration.ofDays(30)).forModel(MODEL));

    // When
    LimitVerdict other = charge(principal, OTHER_MODEL);
    LimitVerdict invalid = charge(principal, null);
    LimitVerdict first = charge(principal, MODEL);
    LimitVerdict second = charge(principal, MODEL);

    // Then
    assertThat(List.of(other, invalid, first)).allMatch(LimitVerdict.Within.class::isInstance);
    assertThat(second).isInstanceOf(LimitVerdict.Exceeded.class);
  }

  @Test
  void aLimitOfAProjectIsSharedByItsKeysAndByNobodyElse() {
    // Given
    Limit one = requests(Limit.Scope.PROJECT, 1, Duration.ofDays(30));
    String tenant = "t-" + UUID.randomUUID();
    Principal first = PrincipalBuilder.principal(tenant, "k1").project("p1").limits(one).build();
    Principal second = PrincipalBuilder.principal(tenant, "k2").project("p1").limits(one).build();
    Principal elsewhere =
        PrincipalBuilder.principal(tenant, "k3").project("p2").limits(one).build();

    // When
    List<LimitVerdict> verdicts =
        List.of(charge(first, MODEL), charge(elsewhere, MODEL), charge(second, MODEL));

    // Then
    assertThat(verdicts.subList(0, 2)).allMatch(LimitVerdict.Within.class::isInstance);
    assertThat(verdicts.getLast()).isInstanceOf(LimitVerdict.Exceeded.class);
  }

  @Test
  void whoIsRefusedByOneLimitIsChargedByNone() {
    // Given
    Limit wide = requests(Limit.Scope.TENANT, 1000, Duration.ofDays(30));
    Limit narrow = tokens(Limit.Scope.KEY, 50);
    Principal principal = principal(wide, narrow);

    // When
    for (int i = 0; i < 20; i++) {
      assertThat(charge(principal, 51)).isInstanceOf(LimitVerdict.Exceeded.class);
    }
    LimitVerdict last = charge(principal, 50);

    // Then
    assertThat(last).isInstanceOf(LimitVerdict.Within.class);
    LimitVerdict.Remaining remaining = ((LimitVerdict.Within) last).remaining();
    assertThat(remaining.requests().orElseThrow().left()).isEqualTo(999);
    assertThat(remaining.tokens().orElseThrow().left()).isZero();
  }

  @Test
  void theTightestLimitDecidesAndSaysHowLong() {
    // Given
    Limit minute = requests(Limit.Scope.KEY, 2, Duration.ofMinutes(1));
    Principal principal =
        principal(requests(Limit.Scope.TENANT, 500, Duration.ofMinutes(1)), minute);

    // When
    var _ = charge(principal, 1);
    var _ = charge(principal, 1);
    LimitVerdict third = charge(principal, 1);

    // Then
    LimitVerdict.Exceeded exceeded = (LimitVerdict.Exceeded) third;
    assertThat(exceeded.limit()).isEqualTo(minute);
    assertThat(exceeded.pause().orElseThrow())
        .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
    assertThat(exceeded.remaining().requests().orElseThrow().left()).isZero();
    assertThat(exceeded.remaining().requests().orElseThrow().reset())
        .isBetween(Duration.ofSeconds(55), Duration.ofSeconds(60));
  }

  @Test
  void whatNeverFitsIsSaidNeverToFit() {
    LimitVerdict verdict = charge(principal(tokens(Limit.Scope.KEY, 10)), 11);

    assertThat(((LimitVerdict.Exceeded) verdict).pause()).isEmpty();
  }

  @Test
  void whatWasUsedFlowsBack() {
    Principal principal = principal(requests(Limit.Scope.KEY, 2, Duration.ofMillis(200)));
    var _ = charge(principal, 1);
    var _ = charge(principal, 1);

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> charge(principal, 1) instanceof LimitVerdict.Within);
  }

  @Test
  void aPlaceAmongTheParallelOnesIsFreeWhenItsRequestIsOver() {
    // Given
    Principal principal = principal(Limit.parallel(Limit.Scope.KEY, 2));
    JobId first = job();
    var _ = limits.charge(principal, request(first, 1)).block();
    var _ = charge(principal, 1);
    assertThat(charge(principal, 1)).isInstanceOf(LimitVerdict.Exceeded.class);

    // When
    limits.release(principal, first);

    // Then
    assertThat(charge(principal, 1)).isInstanceOf(LimitVerdict.Within.class);
    assertThat(charge(principal, 1)).isInstanceOf(LimitVerdict.Exceeded.class);
  }

  @Test
  void aPlaceOfAJobThatOutlivesItsConnectionIsFreeWhenTheJobIsSettled() {
    // Given
    Principal principal = principal(Limit.parallel(Limit.Scope.KEY, 1));
    JobId first = job();
    var _ = limits.charge(principal, request(first, 1)).block();
    limits.leave(first);
    assertThat(charge(principal, 1)).isInstanceOf(LimitVerdict.Exceeded.class);

    // When the ledger has its bill
    RedisCall settlement =
        new FundsInRedis(principal.tenant(), 1)
            .settle(List.of(new FundsInRedis.Used(first, 1)), List.of());
    connection
        .sync()
        .eval(
            settlement.script(), ScriptOutputType.MULTI, settlement.keys(), settlement.arguments());

    // Then
    JobId second = job();
    assertThat(limits.charge(principal, request(second, 1)).block())
        .isInstanceOf(LimitVerdict.Within.class);
    assertThat(charge(principal, 1)).isInstanceOf(LimitVerdict.Exceeded.class);

    // When no job came of it, which the edge settles itself
    settle(principal, second, 0);

    // Then
    assertThat(charge(principal, 1)).isInstanceOf(LimitVerdict.Within.class);
  }

  @Test
  void aPlaceWhoseEdgeDiedIsFreeAfterItsDeadline() {
    // Given
    Principal principal = principal(Limit.parallel(Limit.Scope.KEY, 1));
    var _ =
        limits
            .charge(
                principal,
                new Limits.Request(
                    job(), MODEL, 1, MicroCredits.ZERO, Instant.now().plusMillis(300)))
            .block();

    // Then
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> charge(principal, 1) instanceof LimitVerdict.Within);
  }

  @Test
  void theEstimateIsCorrectedOnceByWhatWasUsed() {
    // Given
    Principal principal = principal(tokens(Limit.Scope.TENANT, 1000));
    JobId job = job();
    var _ = limits.charge(principal, request(job, 900)).block();

    // When it is settled twice
    settle(principal, job, 100);
    settle(principal, job, 100);

    // Then
    assertThat(left(charge(principal, 0))).isEqualTo(900);
  }

  @Test
  void usingMoreThanEstimatedIsChargedToo() {
    // Given
    Principal principal = principal(tokens(Limit.Scope.TENANT, 1000));
    JobId job = job();
    var _ = limits.charge(principal, request(job, 100)).block();

    // When
    settle(principal, job, 600);

    // Then
    assertThat(left(charge(principal, 0))).isEqualTo(400);
  }

  @Test
  void aRequestOfWhichNoJobComesHasUsedNoTokens() {
    // Given
    Principal principal = principal(tokens(Limit.Scope.TENANT, 1000));
    JobId job = job();
    var _ = limits.charge(principal, request(job, 900)).block();

    // When
    limits.refund(principal, job);

    // Then
    assertThat(left(charge(principal, 0))).isEqualTo(1000);
  }

  @Test
  void tenantsDoNotShareTheirLimits() {
    Limit one = requests(Limit.Scope.TENANT, 1, Duration.ofDays(30));

    assertThat(IntStream.range(0, 5).mapToObj(_ -> charge(principal(one), 1)))
        .allMatch(LimitVerdict.Within.class::isInstance);
  }

  private static long left(LimitVerdict verdict) {
    return ((LimitVerdict.Within) verdict).remaining().tokens().orElseThrow().left();
  }

  private void settle(Principal principal, JobId job, long used) {
    Long _ =
        connection
            .sync()
            .eval(
                RedisScripts.SETTLE,
                ScriptOutputType.INTEGER,
                new byte[][] {RedisNames.charge(principal.tenant(), job).getBytes(UTF_8)},
                Long.toString(used).getBytes(UTF_8));
  }

  private LimitVerdict charge(Principal principal, long tokens) {
    return limits.charge(principal, request(tokens)).block();
  }

  private LimitVerdict charge(Principal principal, @Nullable ModelId model) {
    return limits
        .charge(
            principal,
            new Limits.Request(job(), model, 1, MicroCredits.ZERO, Instant.now().plusSeconds(60)))
        .block();
  }

  private static Limits.Request request(long tokens) {
    return request(job(), tokens);
  }

  private static Limits.Request request(JobId job, long tokens) {
    return new Limits.Request(job, MODEL, tokens, MicroCredits.ZERO, Instant.now().plusSeconds(60));
  }

  private static JobId job() {
    return new JobId(com.github.f4b6a3.uuid.UuidCreator.getTimeOrderedEpoch());
  }

  private static Limit requests(Limit.Scope scope, long amount, Duration per) {
    return new Limit(scope, Limit.Unit.REQUESTS, amount, per);
  }

  /** Gives nothing back while the test runs. */
  private static Limit tokens(Limit.Scope scope, long amount) {
    return new Limit(scope, Limit.Unit.TOKENS, amount, Duration.ofDays(30));
  }

  /** A tenant nobody has seen before. */
  private static Principal principal(Limit... limits) {
    return PrincipalBuilder.principal("t-" + UUID.randomUUID(), "k").limits(limits).build();
  }
}
