package online.speka.infra.faults.checker;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.outcome.Outcome;
import online.speka.infra.faults.history.Ending;

/// I1 and I2.
final class Ends implements Rule {

  @Override
  public List<Violation> check(Story story) {
    List<Violation> violations = new ArrayList<>();
    story.jobs().forEach(job -> job(job, violations));
    story.requests().forEach(request -> request(request, violations));
    return violations;
  }

  private static void job(JobStory job, List<Violation> violations) {
    if (job.outcome().isEmpty()) {
      violations.add(
          new Violation(
              Invariant.I1, name(job), "job " + job.id() + " was accepted and has no end"));
      return;
    }
    Outcome first = job.outcome().get();
    for (Outcome later : job.outcomes()) {
      if (later.attempt().equals(first.attempt()) && later.status() != first.status()) {
        violations.add(
            new Violation(
                Invariant.I2,
                name(job),
                "attempt "
                    + first.attempt()
                    + " ended "
                    + first.status()
                    + ", then "
                    + later.status()));
      }
    }
  }

  private static String name(JobStory job) {
    String request = job.accepted().request();
    return request.isEmpty() ? job.accepted().job() : request;
  }

  private static void request(RequestStory request, List<Violation> violations) {
    if (request.jobs().size() > 1) {
      violations.add(
          new Violation(Invariant.I1, request.name(), "became " + request.jobs().size() + " jobs"));
    }
    boolean completed =
        request
            .job()
            .flatMap(JobStory::outcome)
            .filter(outcome -> outcome.status() == Outcome.Status.COMPLETED)
            .isPresent();
    if (request.reading().ending() == Ending.COMPLETE && !completed) {
      violations.add(
          new Violation(
              Invariant.I2,
              request.name(),
              "its client saw a whole answer, its job did not complete"));
    }
  }
}
