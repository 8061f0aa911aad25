package online.speka.infra.faults.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.Usage;
import online.speka.infra.faults.history.Bill;
import online.speka.infra.faults.history.Entry;

/// I4, I5, and of I8 who pays.
final class Bills implements Rule {

  private static final String CONTENT = "\"content\":\"";
  private static final String EMPTY_CONTENT = "\"content\":\"\"";

  @Override
  public List<Violation> check(Story story) {
    List<Violation> violations = new ArrayList<>();
    for (RequestStory request : story.requests()) {
      for (JobStory job : request.jobs()) {
        bill(request, job, violations);
      }
    }
    for (Bill stray : story.strays()) {
      violations.add(
          new Violation(Invariant.I4, stray.job(), "a bill for a job that was never accepted"));
    }
    story.books().forEach(books -> books(books, violations));
    payers(story, violations);
    return violations;
  }

  private static void bill(RequestStory request, JobStory job, List<Violation> violations) {
    if (job.outcome().isEmpty()) {
      return;
    }
    if (job.bills().size() != 1) {
      violations.add(
          new Violation(Invariant.I4, request.name(), job.bills().size() + " bills for one job"));
      return;
    }
    Bill bill = job.bills().getFirst();
    Outcome outcome = job.outcome().get();
    if (!bill.status().equals(outcome.status().name())
        || bill.epoch() != outcome.attempt().epoch()
        || bill.number() != outcome.attempt().number()) {
      violations.add(
          new Violation(
              Invariant.I2,
              request.name(),
              "its end is %s of attempt %s, its bill is for %s of %d.%d"
                  .formatted(
                      outcome.status(),
                      outcome.attempt(),
                      bill.status(),
                      bill.epoch(),
                      bill.number())));
    }
    tokens(request, bill, outcome, violations);
    if (bill.amount() != request.truth().prices().charge(bill.usage()).value()) {
      violations.add(
          new Violation(
              Invariant.I4, request.name(), bill.amount() + " is not what its tokens cost"));
    }
  }

  private static void tokens(
      RequestStory request, Bill bill, Outcome outcome, List<Violation> violations) {
    Usage truth = request.truth().usage();
    Usage billed = bill.usage();
    boolean whole =
        billed.promptTokens() == truth.promptTokens()
            && billed.completionTokens() == truth.completionTokens()
            && billed.reasoningTokens() == truth.reasoningTokens();
    boolean none = billed.equals(Usage.NONE);
    boolean part =
        billed.promptTokens() == truth.promptTokens()
            && billed.completionTokens() <= truth.completionTokens()
            && billed.completionTokens() >= delivered(request);
    // Nobody is left who could tell what a job has cost that its last worker died under.
    boolean untold = delivered(request) == 0 || outcome.cause() == Cause.WORKER_LOST;
    boolean right =
        switch (outcome.status()) {
          case COMPLETED -> whole;
          case FAILED, CANCELLED -> part || (none && untold);
          case EVICTED -> none;
        };
    if (!right) {
      violations.add(
          new Violation(
              Invariant.I4,
              request.name(),
              "%s, billed %s, the whole answer is %s, delivered %d"
                  .formatted(outcome.status(), billed, truth, delivered(request))));
    }
  }

  /// Tokens that the client has read.
  static int delivered(RequestStory request) {
    return request.asked().kind().isStream()
        ? count(request.body(), CONTENT) - count(request.body(), EMPTY_CONTENT)
        : 0;
  }

  private static int count(String text, String what) {
    int found = 0;
    for (int at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + what.length())) {
      found++;
    }
    return found;
  }

  private static void books(Entry.Books books, List<Violation> violations) {
    if (books.unbalanced() != 0 || books.sum() != 0 || books.unposted() != 0 || books.held() != 0) {
      violations.add(
          new Violation(
              Invariant.I5,
              "ledger",
              "%d transactions do not balance, postings sum to %d, %d bills were not posted, %d outcomes are held"
                  .formatted(books.unbalanced(), books.sum(), books.unposted(), books.held())));
    }
  }

  /// All jobs of a key are its organisation's, and no two of the keys here share one.
  private static void payers(Story story, List<Violation> violations) {
    Map<String, String> keyOf = new HashMap<>();
    for (RequestStory request : story.requests()) {
      for (JobStory job : request.jobs()) {
        pays(request, job.accepted().tenant(), keyOf, violations);
        job.bills().forEach(bill -> pays(request, bill.tenant(), keyOf, violations));
      }
    }
  }

  private static void pays(
      RequestStory request, String tenant, Map<String, String> keyOf, List<Violation> violations) {
    String key = keyOf.putIfAbsent(tenant, request.asked().key());
    if (key != null && !key.equals(request.asked().key())) {
      violations.add(
          new Violation(
              Invariant.I8,
              request.name(),
              "asked with the key " + request.asked().key() + ", paid by that of " + key));
    }
  }
}
