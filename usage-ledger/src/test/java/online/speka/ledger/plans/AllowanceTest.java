package online.speka.ledger.plans;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import online.speka.ledger.plans.Allowance.Holding;
import org.junit.jupiter.api.Test;

class AllowanceTest {

  private static final YearMonth JANUARY = YearMonth.of(2028, 1);

  private final Months months = new Months();

  @Test
  void theWholeAllowanceIsGrantedWhenThePlanBegins() {
    Holding plan = new Holding(100, Instant.parse("2028-01-31T23:59:59Z"));

    assertThat(months.due(plan, plan.since()))
        .containsExactly(new AllowanceStep.Grant(JANUARY, 100));
    assertThat(months.due(plan, plan.since())).isEmpty();
  }

  @Test
  void aMonthEndsAtMidnightInUtcAlsoInALeapYear() {
    YearMonth february = YearMonth.of(2028, 2);
    Holding plan = new Holding(100, Instant.parse("2028-02-01T00:00:00Z"));
    months.take(plan, plan.since());
    months.spend(february, 30);

    assertThat(months.due(plan, Instant.parse("2028-02-29T23:59:59.999999999Z"))).isEmpty();
    assertThat(months.due(plan, Instant.parse("2028-03-01T00:00:00Z")))
        .containsExactly(
            new AllowanceStep.Expiry(february, 70),
            new AllowanceStep.Grant(YearMonth.of(2028, 3), 100));
  }

  @Test
  void whatWasSpentBeyondTheGrantIsNotTakenTwice() {
    Holding plan = new Holding(100, Instant.parse("2028-01-01T00:00:00Z"));
    months.take(plan, plan.since());
    months.spend(JANUARY, 250);

    assertThat(months.due(plan, Instant.parse("2028-02-01T00:00:00Z")))
        .containsExactly(new AllowanceStep.Grant(YearMonth.of(2028, 2), 100));
  }

  @Test
  void aBillThatComesAfterTheEndOfItsMonthIsPaidOutOfThatMonth() {
    Holding plan = new Holding(100, Instant.parse("2028-01-01T00:00:00Z"));
    Instant february = Instant.parse("2028-02-01T00:00:03Z");
    months.take(plan, plan.since());
    months.spend(JANUARY, 60);
    months.take(plan, february);

    months.spend(JANUARY, 25);
    assertThat(months.due(plan, february)).containsExactly(new AllowanceStep.Return(JANUARY, 25));
    months.spend(JANUARY, 50);
    assertThat(months.due(plan, february)).containsExactly(new AllowanceStep.Return(JANUARY, 15));
  }

  @Test
  void aLargerPlanAddsToTheRunningMonthOnlyAndASmallerOneTakesNothing() {
    Holding small = new Holding(100, Instant.parse("2028-01-05T00:00:00Z"));
    Instant february = Instant.parse("2028-02-10T00:00:00Z");
    months.take(small, february);

    assertThat(months.due(new Holding(300, small.since()), february))
        .containsExactly(new AllowanceStep.Grant(YearMonth.of(2028, 2), 200));
    assertThat(months.due(new Holding(50, small.since()), february)).isEmpty();
  }

  @Test
  void withoutAPlanTheLastAllowanceStillEndsWithItsMonth() {
    Holding plan = new Holding(100, Instant.parse("2028-01-05T00:00:00Z"));
    months.take(plan, plan.since());

    assertThat(months.due(null, Instant.parse("2028-01-20T00:00:00Z"))).isEmpty();
    assertThat(months.due(null, Instant.parse("2028-02-01T00:00:00Z")))
        .containsExactly(new AllowanceStep.Expiry(JANUARY, 100));
  }

  /** Whenever it is looked at, and however late bills come: the same sums in the end. */
  @Test
  void howOftenItIsLookedAtDoesNotMatter() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      Months often = new Months();
      Months once = new Months();
      Instant now = Instant.parse("2027-11-15T12:00:00Z").plusSeconds(random.nextInt(4_000_000));
      Holding plan = new Holding(1 + random.nextInt(1000), now);
      often.take(plan, now);
      for (int i = 0; i < 40; i++) {
        now = now.plus(Duration.ofMinutes(random.nextInt(30_000)));
        YearMonth of = Allowance.monthOf(now.minus(Duration.ofMinutes(random.nextInt(3_000))));
        if (!of.isBefore(Allowance.monthOf(plan.since()))) {
          long spent = random.nextInt(300);
          often.spend(of, spent);
          once.spend(of, spent);
        }
        often.take(plan, now);
        often.assertSettled(plan, now, seed);
      }
      once.take(plan, now);

      assertThat(once.sum()).as("seed %d", seed).isEqualTo(often.sum());
      assertThat(once.due(plan, now)).as("seed %d", seed).isEmpty();
    }
  }

  /** Months as the database keeps them. */
  private static final class Months {

    private final TreeMap<YearMonth, AllowanceMonth> all = new TreeMap<>();

    List<AllowanceStep> due(Holding plan, Instant now) {
      List<AllowanceStep> steps = Allowance.due(plan, all.values(), now);
      if (plan != null) {
        steps.forEach(this::take);
      }
      return steps;
    }

    void take(Holding plan, Instant now) {
      Allowance.due(plan, all.values(), now).forEach(this::take);
    }

    private void take(AllowanceStep step) {
      AllowanceMonth before =
          all.getOrDefault(step.month(), AllowanceMonth.untouched(step.month()));
      long granted = step instanceof AllowanceStep.Grant ? step.amount() : 0;
      long expired =
          switch (step) {
            case AllowanceStep.Grant _ -> 0;
            case AllowanceStep.Expiry _ -> step.amount();
            case AllowanceStep.Return _ -> -step.amount();
          };
      all.put(
          step.month(),
          new AllowanceMonth(
              step.month(),
              before.spent(),
              before.granted() + granted,
              before.expired() + expired));
    }

    void spend(YearMonth month, long amount) {
      AllowanceMonth before = all.getOrDefault(month, AllowanceMonth.untouched(month));
      all.put(
          month,
          new AllowanceMonth(
              month,
              before.spent().add(BigInteger.valueOf(amount)),
              before.granted(),
              before.expired()));
    }

    long sum() {
      return all.values().stream().mapToLong(month -> month.granted() - month.expired()).sum();
    }

    void assertSettled(Holding plan, Instant now, int seed) {
      YearMonth current = YearMonth.from(now.atOffset(ZoneOffset.UTC));
      List<YearMonth> granted = new ArrayList<>();
      for (AllowanceMonth month : all.values()) {
        long used = month.granted() - month.expired();
        assertThat(used).as("seed %d, %s", seed, month).isBetween(0L, plan.allowance());
        if (month.month().isBefore(current)) {
          assertThat(used)
              .as("seed %d, %s", seed, month)
              .isEqualTo(Math.min(month.granted(), month.spent().longValueExact()));
        }
        if (month.granted() > 0) {
          granted.add(month.month());
        }
      }
      assertThat(granted).last().isEqualTo(current);
      assertThat(granted)
          .as("seed %d: none is left out", seed)
          .hasSize(
              (int)
                  (Allowance.monthOf(plan.since())
                          .until(current, java.time.temporal.ChronoUnit.MONTHS)
                      + 1));
    }
  }
}
