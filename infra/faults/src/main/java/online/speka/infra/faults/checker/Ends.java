package online.speka.infra.faults.checker;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import online.speka.contract.outcome.Outcome;
import online.speka.infra.faults.history.Ending;

/// I1 and I2.
final class Ends implements Rule {

  /// The clock of the history and the clock of the machine, over the length of a cell.
  private static final Duration CLOCKS_APART_MAX = Duration.ofSeconds(1);

  @Override
  public List<Violation> check(Story story) {
    List<Violation> violations = new ArrayList<>();
    story.jobs().forEach(job -> job(job, violations));
    story.requests().forEach(request -> request(story, request, violations));
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

  private static void request(Story story, RequestStory request, List<Violation> violations) {
    if (request.jobs().size() > 1) {
      violations.add(
          new Violation(Invariant.I1, request.name(), "became " + request.jobs().size() + " jobs"));
    }
    if (request.reading().ending() == Ending.COMPLETE) {
      Optional<Outcome> completed =
          request
              .job()
              .flatMap(JobStory::outcome)
              .filter(outcome -> outcome.status() == Outcome.Status.COMPLETED);
      String what =
          completed.isEmpty()
              ? "its client saw a whole answer, its job did not complete"
              : early(story, request, completed.get());
      if (!what.isEmpty()) {
        violations.add(new Violation(Invariant.I2, request.name(), what));
      }
    }
  }

  /// An end that a client has seen stands in the log, so it was made before: no other attempt can
  /// make it later.
  private static String early(Story story, RequestStory request, Outcome outcome) {
    if (request.ended() == null) {
      return "";
    }
    Instant seen = story.begun().begunAt().plus(request.ended().atMicros(), ChronoUnit.MICROS);
    Duration later = Duration.between(seen, outcome.at());
    return later.compareTo(CLOCKS_APART_MAX) > 0
        ? "its client saw the end %d ms before the attempt %s made it"
            .formatted(later.toMillis(), outcome.attempt())
        : "";
  }
}
