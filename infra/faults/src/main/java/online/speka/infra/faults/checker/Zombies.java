package online.speka.infra.faults.checker;

import java.util.List;
import online.speka.infra.faults.history.Bill;

/// I2: a worker that was taken for dead has no say any more. No bill is of an attempt whose outcome
/// came to the log behind the word that it was lost, whatever the worker did when it woke. That the
/// client's answer is the billed attempt's, its usage to the token, shows where answers are read.
final class Zombies implements Rule {

  @Override
  public List<Violation> check(Story story) {
    return story.jobs().stream()
        .flatMap(
            job ->
                job.bills().stream()
                    .filter(bill -> isOfLostAttempt(job, bill))
                    .map(bill -> violation(job, bill)))
        .toList();
  }

  private static boolean isOfLostAttempt(JobStory job, Bill bill) {
    return job.voided().stream()
        .map(outcome -> outcome.attempt())
        .anyMatch(it -> it.epoch() == bill.epoch() && it.number() == bill.number());
  }

  private static Violation violation(JobStory job, Bill bill) {
    return new Violation(
        Invariant.I2,
        job.accepted().request().isEmpty() ? job.accepted().job() : job.accepted().request(),
        "billed for attempt %d.%d, which had been declared lost before it ended"
            .formatted(bill.epoch(), bill.number()));
  }
}
