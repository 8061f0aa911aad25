package online.speka.ledger.plans;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is due of an organisation's allowance: a pure function of the months so far, the plan, and
/// the time. Once it is done, nothing is due until one of them changes.
///
/// In the running month `granted` is at least the plan's allowance. In every month that is over,
/// `granted - expired` is what was spent of the grant.
final class Allowance {

  /// Longest time without any ledger that is made up for.
  static final int MONTHS_MAX = 120;

  private Allowance() {}

  /// A plan that holds.
  ///
  /// @param since months that begin later, and its own, are granted
  record Holding(long allowance, Instant since) {}

  /// @param months those that anything is known of
  /// @return steps in the order of their months
  static List<AllowanceStep> due(
      @Nullable Holding plan, Collection<AllowanceMonth> months, Instant now) {
    YearMonth current = monthOf(now);
    List<AllowanceStep> steps = new ArrayList<>();
    for (AllowanceMonth month : withUngranted(plan, months, current).values()) {
      AllowanceMonth after = grant(plan, month, current, steps);
      if (after.month().isBefore(current)) {
        close(after, steps);
      }
    }
    return steps;
  }

  static YearMonth monthOf(Instant moment) {
    return YearMonth.from(moment.atOffset(ZoneOffset.UTC));
  }

  private static SortedMap<YearMonth, AllowanceMonth> withUngranted(
      @Nullable Holding plan, Collection<AllowanceMonth> months, YearMonth current) {
    SortedMap<YearMonth, AllowanceMonth> all = new TreeMap<>();
    months.stream()
        .filter(month -> !month.month().isAfter(current))
        .forEach(month -> all.put(month.month(), month));
    if (plan != null) {
      YearMonth first = monthOf(plan.since());
      YearMonth earliest = current.minusMonths(MONTHS_MAX);
      for (YearMonth month = first.isBefore(earliest) ? earliest : first;
          !month.isAfter(current);
          month = month.plusMonths(1)) {
        all.putIfAbsent(month, AllowanceMonth.untouched(month));
      }
    }
    return all;
  }

  private static AllowanceMonth grant(
      @Nullable Holding plan, AllowanceMonth month, YearMonth current, List<AllowanceStep> steps) {
    if (plan == null || month.month().isBefore(monthOf(plan.since()))) {
      return month;
    }
    // What a plan is made larger by today adds nothing to a month that is over.
    boolean isOpen = month.month().equals(current) || month.granted() == 0;
    long missing = plan.allowance() - month.granted();
    if (!isOpen || missing <= 0) {
      return month;
    }
    steps.add(new AllowanceStep.Grant(month.month(), missing));
    return new AllowanceMonth(month.month(), month.spent(), plan.allowance(), month.expired());
  }

  private static void close(AllowanceMonth month, List<AllowanceStep> steps) {
    long change = month.unused() - month.expired();
    if (change > 0) {
      steps.add(new AllowanceStep.Expiry(month.month(), change));
    } else if (change < 0) {
      steps.add(new AllowanceStep.Return(month.month(), -change));
    }
  }
}
