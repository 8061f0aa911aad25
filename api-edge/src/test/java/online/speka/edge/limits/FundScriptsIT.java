package online.speka.edge.limits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.Base16;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.wire.AdmissionAnswer;
import online.speka.contract.wire.AdmissionCall;
import online.speka.contract.wire.AdmissionCall.LimitUse;
import online.speka.contract.wire.FundsInRedis;
import online.speka.contract.wire.FundsInRedis.Left;
import online.speka.contract.wire.FundsInRedis.Used;
import online.speka.contract.wire.RedisCall;
import online.speka.contract.wire.RedisScripts;
import online.speka.contract.wire.Reservation;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The scripts for funds, as edges and the ledger call them. */
@WithServices(REDIS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FundScriptsIT {
  private static final long GENERATION = 3;
  private static final List<LimitUse> NO_LIMITS = List.of();

  private RedisClient client;
  private StatefulRedisConnection<byte[], byte[]> redis;
  private FundsInRedis funds;

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
  void openGeneration() {
    redis.sync().scriptLoad(RedisScripts.admissionIn(GENERATION));
    funds = new FundsInRedis(new TenantId("t-" + UUID.randomUUID()), GENERATION);
  }

  @Test
  void underAThousandAtOnceExactlyAsManyComeThroughAsCanPay() throws Exception {
    // Given room for 142 and a half
    open(new Left("f", 1000, 1));

    // When
    List<AdmissionAnswer> answers = atOnce(1000, () -> admit(job(), 7, "f"));

    // Then
    assertThat(answers).filteredOn(FundScriptsIT::isWithin).hasSize(142);
    assertThat(answers).filteredOn(answer -> answer.fund() == 0).hasSize(858);
    assertThat(reserved("f")).isEqualTo(142 * 7);
    assertThat(redis.sync().hlen(funds.reservations().getBytes(UTF_8))).isEqualTo(142);
  }

  @Test
  void spentAndReservedAreNeverMoreThanTheLimitWhileManyReserveAndSettle() throws Exception {
    // Given a ledger that bills what was admitted, in sizes of its own
    Books books = new Books(10_000);
    open(new Left("f", books.left, 1));
    Queue<Long> beyond = new ConcurrentLinkedQueue<>();

    // When
    List<AdmissionAnswer> answers =
        atOnce(
            1000,
            () -> {
              AdmissionAnswer answer = admitAndBill(books, true);
              Map<String, Long> fund = fund("f");
              if (fund.get("left") < fund.get("r")) {
                beyond.add(fund.get("r") - fund.get("left"));
              }
              return answer;
            });

    // Then
    assertThat(beyond).isEmpty();
    assertAllIsSettled(books, answers);
  }

  @Test
  void ledgersThatOvertakeEachOtherNeverMakeAFundSeemFuller() throws Exception {
    // Given
    Books books = new Books(10_000);
    open(new Left("f", books.left, 1));

    // When
    List<AdmissionAnswer> answers = atOnce(1000, () -> admitAndBill(books, false));

    // Then
    assertThat(books.least).isNotNegative();
    assertAllIsSettled(books, answers);
  }

  private AdmissionAnswer admitAndBill(Books books, boolean inOrder) {
    JobId job = job();
    long cost = ThreadLocalRandom.current().nextLong(1, 100);
    AdmissionAnswer answer = admit(job, cost, "f");
    if (isWithin(answer)) {
      long bill = ThreadLocalRandom.current().nextLong(cost + 1);
      if (inOrder) {
        books.inOrder(() -> settle(job, books.bill(bill)));
      } else {
        settle(job, books.bill(bill));
      }
    }
    return answer;
  }

  private void settle(JobId job, Left left) {
    call(funds.settle(List.of(new Used(job, 0)), List.of(left)));
  }

  private void assertAllIsSettled(Books books, List<AdmissionAnswer> answers) {
    assertThat(answers).filteredOn(FundScriptsIT::isWithin).isNotEmpty();
    assertThat(answers).filteredOn(answer -> answer.fund() == 0).isNotEmpty();
    assertThat(fund("f")).containsEntry("left", books.left).containsEntry("r", 0L);
    assertThat(redis.sync().exists(funds.reservations().getBytes(UTF_8))).isZero();
    // What is left can still be spent, to the last one.
    assertThat(isWithin(admit(job(), books.left, "f"))).isTrue();
    assertThat(isWithin(admit(job(), 1, "f"))).isFalse();
  }

  @Test
  void aJobThatAsksTwiceReservesAndIsChargedOnce() {
    // Given
    open(new Left("f", 100, 1));
    LimitUse once = requests(1);
    JobId job = job();

    // When
    AdmissionAnswer first = admit(job, 60, List.of(once), "f");
    AdmissionAnswer second = admit(job, 60, List.of(once), "f");

    // Then
    assertThat(List.of(first, second)).allMatch(FundScriptsIT::isWithin);
    assertThat(reserved("f")).isEqualTo(60);
    assertThat(admit(job(), 1, List.of(once), "f").limit()).isZero();
  }

  @Test
  void whoDoesNotFitUnderAFundIsChargedByNoLimitAndReservesUnderNoOther() {
    // Given
    open(new Left("wide", 1000, 1), new Left("narrow", 10, 1), new Left("narrowest", 5, 1));
    LimitUse once = requests(1);

    // When
    AdmissionAnswer refused = admit(job(), 20, List.of(once), "wide", "narrow", "narrowest");
    AdmissionAnswer fits = admit(job(), 5, List.of(once), "wide", "narrow", "narrowest");

    // Then the tightest is named
    assertThat(refused.fund()).isEqualTo(2);
    assertThat(isWithin(fits)).isTrue();
    assertThat(List.of(reserved("wide"), reserved("narrow"), reserved("narrowest")))
        .containsExactly(5L, 5L, 5L);
  }

  @Test
  void whoIsOverALimitReservesNothing() {
    open(new Left("f", 1000, 1));
    LimitUse once = requests(1);
    var _ = admit(job(), 5, List.of(once), "f");

    AdmissionAnswer refused = admit(job(), 5, List.of(once), "f");

    assertThat(refused.limit()).isZero();
    assertThat(refused.fund()).isEqualTo(AdmissionAnswer.NONE);
    assertThat(reserved("f")).isEqualTo(5);
  }

  @Test
  void nothingIsAdmittedUnderAFundOfWhichNothingIsKnown() {
    // Given
    open(new Left("known", 1000, 1));

    // When
    AdmissionAnswer answer = admit(job(), 0, "known", "unknown");

    // Then
    assertThat(answer.unknownFund()).isEqualTo(1);
    assertThat(answer.fund()).isEqualTo(AdmissionAnswer.NONE);
    assertThat(fund("known")).doesNotContainKey("r");
    assertThat(fund("unknown")).isEmpty();
  }

  @Test
  void settlingTwiceIsSettlingOnce() {
    // Given
    open(new Left("f", 100, 1));
    JobId settled = job();
    var _ = admit(settled, 60, "f");
    var _ = admit(job(), 30, "f");
    RedisCall settle = funds.settle(List.of(new Used(settled, 1)), List.of(new Left("f", 55, 2)));

    // When
    List<String> first = call(settle);
    List<String> second = call(settle);

    // Then
    assertThat(first).isEmpty();
    assertThat(second).isEmpty();
    assertThat(fund("f")).isEqualTo(Map.of("left", 55L, "v", 2L, "r", 30L));
  }

  @Test
  void whatTheLedgerSaidEarlierNeverReplacesWhatItSaidLater() {
    open(new Left("f", 100, 1));
    call(funds.settle(List.of(), List.of(new Left("f", 40, 10))));

    call(funds.settle(List.of(), List.of(new Left("f", 70, 9), new Left("f", 80, 10))));
    open(new Left("f", 90, 2));

    assertThat(fund("f")).isEqualTo(Map.of("left", 40L, "v", 10L));
  }

  @Test
  void aFundThatRedisLostStaysLostUntilItIsOpenedAgain() {
    // Given
    open(new Left("f", 100, 1));
    JobId job = job();
    var _ = admit(job, 60, "f");
    redis.sync().del(funds.fund("f").getBytes(UTF_8));

    // When
    List<String> unknown =
        call(funds.settle(List.of(new Used(job, 0)), List.of(new Left("f", 50, 2))));

    // Then
    assertThat(unknown).containsExactly("f");
    assertThat(admit(job(), 1, "f").unknownFund()).isZero();
    assertThat(fund("f")).isEmpty();
  }

  @Test
  void whatIsGivenBackCanBeSpentAgain() {
    open(new Left("f", 100, 1));
    JobId job = job();
    var _ = admit(job, 100, "f");

    call(funds.giveBack(List.of(job, job())));

    assertThat(reserved("f")).isZero();
    assertThat(isWithin(admit(job(), 100, "f"))).isTrue();
  }

  @Test
  void aReservationThatIsAssertedAgainCountsOnceWhoeverDoesIt() {
    // Given
    open(new Left("f", 100, 1));
    JobId there = job();
    var _ = admit(there, 30, "f");
    RedisCall assertion = funds.reassert(List.of(reservation(there, 30), reservation(job(), 50)));

    // When
    List<Long> entered = List.of(count(assertion), count(assertion));

    // Then
    assertThat(entered).containsExactly(1L, 0L);
    assertThat(reserved("f")).isEqualTo(80);
  }

  @Test
  void aNewGenerationStartsEmptyAndKnowsWhatWasAssertedBeforeItsFundsWere() {
    // Given
    open(new Left("f", 100, 5));
    JobId job = job();
    var _ = admit(job, 70, "f");
    redis.sync().scriptLoad(RedisScripts.admissionIn(GENERATION + 1));

    // When
    funds = new FundsInRedis(funds.tenant(), GENERATION + 1);
    assertThat(count(funds.reassert(List.of(reservation(job, 70))))).isEqualTo(1);
    AdmissionAnswer tooEarly = admit(job(), 1, "f");
    open(new Left("f", 100, 5));

    // Then
    assertThat(tooEarly.unknownFund()).isZero();
    assertThat(admit(job(), 31, "f").fund()).isZero();
    assertThat(isWithin(admit(job(), 30, "f"))).isTrue();
  }

  @Test
  void afterARestartRedisKnowsItsDataButNotTheScriptThatAdmits(RedisFixture fixture) {
    // Given
    open(new Left("f", 100, 1));
    var _ = admit(job(), 10, "f");

    // When
    fixture.kill();
    fixture.restart();

    // Then
    assertThatThrownBy(() -> admit(job(), 10, "f")).isInstanceOf(RedisNoScriptException.class);
    assertThat(redis.sync().scriptExists(digest(GENERATION))).containsExactly(false);
  }

  @Test
  void amountsAreExactUpToTheirBound() {
    // Given
    long most = Reservation.AMOUNT_MAX;
    open(new Left("f", most, 1));

    // When
    AdmissionAnswer allButOne = admit(job(), most - 1, "f");
    AdmissionAnswer two = admit(job(), 2, "f");
    AdmissionAnswer one = admit(job(), 1, "f");

    // Then
    assertThat(List.of(isWithin(allButOne), isWithin(two), isWithin(one)))
        .containsExactly(true, false, true);
    assertThat(reserved("f")).isEqualTo(most);
  }

  @Test
  void aDebtAdmitsOnlyWhatCostsNothing() {
    open(new Left("f", -1, 1), new Left("empty", 0, 1));

    assertThat(admit(job(), 0, "f").fund()).isZero();
    assertThat(isWithin(admit(job(), 0, "empty"))).isTrue();
    assertThat(admit(job(), 1, "empty").fund()).isZero();
  }

  /** The ledger's side: what is left, and which version of that it is. */
  private static final class Books {
    private final Lock order = new ReentrantLock();
    private long left;
    private long least;
    private long version = 1;

    Books(long left) {
      this.left = left;
      this.least = left;
    }

    synchronized Left bill(long amount) {
      left -= amount;
      least = Math.min(least, left);
      return new Left("f", left, ++version);
    }

    void inOrder(Runnable step) {
      order.lock();
      try {
        step.run();
      } finally {
        order.unlock();
      }
    }
  }

  private AdmissionAnswer admit(JobId job, long cost, String... ids) {
    return admit(job, cost, NO_LIMITS, ids);
  }

  private AdmissionAnswer admit(JobId job, long cost, List<LimitUse> limits, String... ids) {
    Reservation reservation = reservation(job, cost, ids);
    RedisCall call =
        AdmissionCall.of(
            new AdmissionCall.Request(
                funds.tenant(), job, reservation.deadline(), Duration.ofMinutes(15)),
            limits,
            reservation,
            funds.generation());
    return AdmissionAnswer.read(
        limits.size(),
        redis
            .sync()
            .evalsha(
                digest(funds.generation()), ScriptOutputType.MULTI, call.keys(), call.arguments()));
  }

  private static Reservation reservation(JobId job, long cost, String... ids) {
    return new Reservation(
        job,
        new MicroCredits(cost),
        Instant.now().plusSeconds(60),
        ids.length == 0 ? List.of("f") : List.of(ids));
  }

  private static String digest(long generation) {
    return Base16.digest(RedisScripts.admissionIn(generation).getBytes(UTF_8));
  }

  private LimitUse requests(long amount) {
    return new LimitUse("limit:{" + funds.tenant() + "}", amount, Duration.ofDays(30), 1, false);
  }

  private void open(Left... left) {
    assertThat(call(funds.open(List.of(left)))).isEmpty();
  }

  private List<String> call(RedisCall call) {
    List<byte[]> answer =
        redis.sync().eval(call.script(), ScriptOutputType.MULTI, call.keys(), call.arguments());
    return answer.stream().map(id -> new String(id, UTF_8)).toList();
  }

  private long count(RedisCall call) {
    return redis
        .sync()
        .<Long>eval(call.script(), ScriptOutputType.INTEGER, call.keys(), call.arguments());
  }

  private Map<String, Long> fund(String id) {
    return redis.sync().hgetall(funds.fund(id).getBytes(UTF_8)).entrySet().stream()
        .collect(
            Collectors.toMap(
                field -> new String(field.getKey(), UTF_8),
                field -> Long.parseLong(new String(field.getValue(), UTF_8))));
  }

  private long reserved(String id) {
    return fund(id).get("r");
  }

  private static boolean isWithin(AdmissionAnswer answer) {
    return answer.limit() == AdmissionAnswer.NONE
        && answer.fund() == AdmissionAnswer.NONE
        && answer.unknownFund() == AdmissionAnswer.NONE;
  }

  private static <T> List<T> atOnce(int count, Callable<T> task) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (var future : threads.invokeAll(IntStream.range(0, count).mapToObj(_ -> task).toList())) {
        results.add(future.get());
      }
      return results;
    }
  }

  private static JobId job() {
    return new JobId(com.github.f4b6a3.uuid.UuidCreator.getTimeOrderedEpoch());
  }
}
