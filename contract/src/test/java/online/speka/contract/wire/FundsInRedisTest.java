package online.speka.contract.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.wire.AdmissionCall.LimitUse;
import online.speka.contract.wire.FundsInRedis.Left;
import online.speka.contract.wire.FundsInRedis.Used;
import org.junit.jupiter.api.Test;

class FundsInRedisTest {
  private static final String ID = "0192f0c4-7b1a-7000-8000-00000000000a";
  private static final JobId JOB = JobId.parse(ID);
  private static final TenantId TENANT = new TenantId("acme");
  private static final Instant DEADLINE = Instant.ofEpochMilli(1_700_000_000_000L);
  private static final Reservation RESERVATION =
      new Reservation(JOB, new MicroCredits(250), DEADLINE, List.of("acme:balance", "key-1"));

  @Test
  void aReservationReadsBackAsItWasWritten() {
    assertThat(RESERVATION.entry()).isEqualTo("250 1700000000000 acme:balance key-1");
    assertThat(Reservation.parse(JOB, RESERVATION.entry())).isEqualTo(RESERVATION);
  }

  @Test
  void whatIsNoReservationIsSaidToBeNone() {
    for (String entry :
        List.of(
            "", "250", "250 1", "250 1 ", "-1 1 a", "x 1 a", "250 1  a", "9999999999999999 1 a")) {
      assertThatThrownBy(() -> Reservation.parse(JOB, entry))
          .as(entry)
          .isInstanceOf(WireFormatException.class);
    }
  }

  @Test
  void anAmountThatScriptsCannotCalculateWithExactlyIsNoReservation() {
    assertThat(reservation(Reservation.AMOUNT_MAX).cost().value()).isEqualTo(1L << 52);
    assertThatIllegalArgumentException().isThrownBy(() -> reservation(Reservation.AMOUNT_MAX + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> reservation(-1));
  }

  @Test
  void moreThanAScriptCanHoldIsLeftAsWhatItCanHold() {
    assertThat(new Left("f", Long.MAX_VALUE, 1).amount()).isEqualTo(Reservation.AMOUNT_MAX);
    assertThat(new Left("f", Long.MIN_VALUE, 1).amount()).isEqualTo(-Reservation.AMOUNT_MAX);
    assertThatIllegalArgumentException().isThrownBy(() -> new Left("f", 1, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Left("f", 1, Reservation.AMOUNT_MAX + 1));
  }

  @Test
  void anIdThatWouldBreakAListOrANameIsRefused() {
    for (String id : List.of("", "a b", "a\n", "{x}")) {
      assertThatIllegalArgumentException().as(id).isThrownBy(() -> new Left(id, 1, 1));
    }
  }

  @Test
  void allNamesOfATenantLieInOneSlotAndAreThoseOfOneGeneration() {
    FundsInRedis names = new FundsInRedis(TENANT, 7);

    assertThat(names.reservations()).isEqualTo("speka:reserved:{acme}:7");
    assertThat(names.fund("key-1")).isEqualTo("speka:fund:{acme}:7:key-1");
    assertThat(RedisNames.FUNDS_PREFIXES)
        .allMatch(
            prefix ->
                names.reservations().startsWith(prefix) || names.fund("a").startsWith(prefix));
  }

  @Test
  void settlingNamesJobsThenFunds() {
    RedisCall call =
        new FundsInRedis(TENANT, 7)
            .settle(List.of(new Used(JOB, 30)), List.of(new Left("acme:balance", 900, 12)));

    assertThat(texts(call.keys()))
        .containsExactly("speka:reserved:{acme}:7", "speka:charge:{acme}:" + ID);
    assertThat(texts(call.arguments()))
        .containsExactly("speka:fund:{acme}:7:", "0", "1", ID, "30", "acme:balance", "900", "12");
  }

  @Test
  void aCallHasABound() {
    FundsInRedis names = new FundsInRedis(TENANT, 7);
    List<JobId> many = Collections.nCopies(FundsInRedis.ITEMS_MAX + 1, JOB);

    assertThatIllegalArgumentException().isThrownBy(() -> names.giveBack(many));
  }

  @Test
  void admissionWithFundsIsAnotherTextInEachGeneration() {
    AdmissionCall.Request request =
        new AdmissionCall.Request(TENANT, JOB, DEADLINE, Duration.ofMinutes(15));
    List<LimitUse> limits = List.of(new LimitUse("limit", 10, Duration.ofMinutes(1), 1, false));
    RedisCall call = AdmissionCall.of(request, limits, RESERVATION, 7);

    assertThat(call.script())
        .isEqualTo("-- speka funds generation 7\n" + RedisScripts.ADMIT)
        .isNotEqualTo(AdmissionCall.of(request, limits, RESERVATION, 8).script());
    assertThat(AdmissionCall.of(request, limits).script()).isEqualTo(RedisScripts.ADMIT);
    assertThat(texts(call.keys()))
        .containsExactly(
            "limit",
            "speka:charge:{acme}:" + ID,
            "speka:reserved:{acme}:7",
            "speka:fund:{acme}:7:acme:balance",
            "speka:fund:{acme}:7:key-1");
    assertThat(texts(call.arguments()))
        .containsExactly(
            ID,
            "1700000000000",
            "900000",
            "1",
            "250",
            "flow",
            "10",
            "60000000",
            "1",
            "0",
            "acme:balance",
            "key-1");
  }

  @Test
  void anAnswerSaysWhatRefuses() {
    AdmissionAnswer within = AdmissionAnswer.read(1, List.of(0L, 0L, 0L, 0L, 9L, 500L));
    AdmissionAnswer refused = AdmissionAnswer.read(1, List.of(1L, -1L, 2L, 1L, 0L, 0L));

    assertThat(within.limit()).isEqualTo(AdmissionAnswer.NONE);
    assertThat(within.fund()).isEqualTo(AdmissionAnswer.NONE);
    assertThat(within.unknownFund()).isEqualTo(AdmissionAnswer.NONE);
    assertThat(within.levels())
        .containsExactly(new AdmissionAnswer.Level(9, Duration.ofNanos(500_000)));
    assertThat(refused.limit()).isZero();
    assertThat(refused.pause()).isEqualTo(Optional.empty());
    assertThat(refused.fund()).isEqualTo(1);
    assertThat(refused.unknownFund()).isZero();
    assertThatThrownBy(() -> AdmissionAnswer.read(2, List.of(0L, 0L, 0L, 0L)))
        .isInstanceOf(WireFormatException.class);
  }

  @Test
  void aGenerationReadsBackAsItWasWritten() {
    FundsGeneration opening = new FundsGeneration(3, FundsGeneration.State.OPENING);

    assertThat(opening).hasToString("3 opening");
    assertThat(FundsGeneration.parse("3 opening")).isEqualTo(opening);
    assertThat(FundsGeneration.parse("4 open").isOpen()).isTrue();
    assertThatThrownBy(() -> FundsGeneration.parse("4")).isInstanceOf(WireFormatException.class);
  }

  private static Reservation reservation(long cost) {
    return new Reservation(JOB, new MicroCredits(cost), DEADLINE, List.of("f"));
  }

  private static List<String> texts(byte[][] bytes) {
    return Arrays.stream(bytes).map(text -> new String(text, UTF_8)).toList();
  }
}
