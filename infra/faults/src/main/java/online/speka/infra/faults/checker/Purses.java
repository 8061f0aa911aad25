package online.speka.infra.faults.checker;

import java.util.ArrayList;
import java.util.List;
import online.speka.infra.faults.history.Bill;
import online.speka.infra.faults.history.Entry;

/// I6: whoever pays before never spends more than there was, and in the end nothing is set aside.
final class Purses implements Rule {

  @Override
  public List<Violation> check(Story story) {
    List<Violation> violations = new ArrayList<>();
    for (Entry.Funds begin : story.funds()) {
      if (!begin.atEnd()) {
        long spent = spent(story, begin.tenant());
        if (spent > begin.balance()) {
          violations.add(
              new Violation(
                  Invariant.I6,
                  begin.tenant(),
                  "had " + begin.balance() + " and spent " + spent + " micro-credits"));
        }
        story.funds().stream()
            .filter(end -> end.atEnd() && end.tenant().equals(begin.tenant()))
            .forEach(end -> end(begin.balance() - spent, end, violations));
      }
    }
    return violations;
  }

  private static void end(long left, Entry.Funds end, List<Violation> violations) {
    if (end.balance() != left) {
      violations.add(
          new Violation(Invariant.I6, end.tenant(), "has " + end.balance() + " left, not " + left));
    }
    if (end.reserved() != 0) {
      violations.add(
          new Violation(
              Invariant.I6,
              end.tenant(),
              end.reserved() < 0
                  ? "nobody can say what is reserved"
                  : end.reserved() + " micro-credits stay reserved for nothing"));
    }
  }

  /// What all bills of the organisation come to, those of jobs that never were included.
  private static long spent(Story story, String tenant) {
    long known =
        story.jobs().stream()
            .flatMap(job -> job.bills().stream())
            .filter(bill -> bill.tenant().equals(tenant))
            .mapToLong(Bill::amount)
            .sum();
    return known
        + story.strays().stream()
            .filter(bill -> bill.tenant().equals(tenant))
            .mapToLong(Bill::amount)
            .sum();
  }
}
