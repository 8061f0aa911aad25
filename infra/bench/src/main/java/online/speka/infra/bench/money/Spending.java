package online.speka.infra.bench.money;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether ever more was spent and reserved than there was: by what Redis keeps, and by what the
/// clients and the database know without it.
final class Spending {

  private final History history;
  private final List<Finding> findings = new ArrayList<>();

  private Spending(History history) {
    this.history = history;
  }

  static List<Finding> of(History history) {
    Spending spending = new Spending(history);
    history.funds().stream().filter(FundSample::open).forEach(spending::fund);
    spending.books();
    spending.reservations();
    return spending.findings;
  }

  private void fund(FundSample sample) {
    if (sample.free() + sample.billed() < 0) {
      overspent("%d left and %d reserved in Redis", sample.left(), sample.reserved());
    }
    if (sample.reserved() != sample.entries()) {
      overspent("reservations of %d counted as %d", sample.entries(), sample.reserved());
    }
  }

  /// Whoever was accepted and has no bill yet still has a reservation, wherever it is kept.
  private void books() {
    List<Attempt> accepted =
        history.attempts().stream()
            .filter(attempt -> attempt.answer() instanceof Answer.Accepted)
            .sorted(Comparator.comparingLong(Attempt::headNanos))
            .toList();
    Map<String, Long> open = new HashMap<>();
    Set<String> billed = new HashSet<>();
    long reserved = 0;
    int next = 0;
    for (BookSample sample : history.books()) {
      for (; next < accepted.size() && accepted.get(next).headNanos() < sample.atNanos(); next++) {
        Attempt attempt = accepted.get(next);
        String job = ((Answer.Accepted) attempt.answer()).job();
        if (!billed.contains(job) && open.putIfAbsent(job, attempt.ask().cost()) == null) {
          reserved += attempt.ask().cost();
        }
      }
      for (String job : sample.billed()) {
        billed.add(job);
        Long cost = open.remove(job);
        reserved -= cost == null ? 0 : cost;
      }
      if (sample.balance() - reserved < 0) {
        overspent("a balance of %d and %d for jobs without a bill", sample.balance(), reserved);
      }
      if (sample.postingsSum() != 0) {
        findings.add(new Finding(Invariant.BALANCED, "all postings are " + sample.postingsSum()));
      }
    }
  }

  private void reservations() {
    for (Attempt attempt : history.attempts()) {
      if (attempt.answer() instanceof Answer.Accepted(String job, _, _, _)) {
        Long reserved = history.reservations().get(job);
        if (reserved != null && reserved != attempt.ask().cost()) {
          findings.add(
              new Finding(
                  Invariant.RESERVED_WHAT_IT_CAN_COST,
                  "job " + job + " can cost " + attempt.ask().cost() + ", reserved " + reserved));
        }
      }
    }
  }

  private void overspent(String words, long one, long other) {
    findings.add(new Finding(Invariant.NEVER_OVERSPENT, words.formatted(one, other)));
  }
}
