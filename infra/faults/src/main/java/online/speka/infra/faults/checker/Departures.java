package online.speka.infra.faults.checker;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import online.speka.contract.outcome.Outcome;
import online.speka.infra.faults.history.Entry.How;

/// I12: a client that leaves before anything was broken frees its slot at once, and pays for no
/// more than was generated until then.
final class Departures implements Rule {

  /// From the client's leaving to the job's end: closing a connection is noticed at the next write.
  private static final Duration END_MAX = Duration.ofSeconds(5);

  @Override
  public List<Violation> check(Story story) {
    List<Violation> violations = new ArrayList<>();
    for (RequestStory request : story.requests()) {
      if (request.ended() != null
          && request.ended().how() == How.LEFT
          && request.ended().atMicros() + END_MAX.toNanos() / 1_000 < story.firstFaultMicros()) {
        Instant left = story.begun().begunAt().plus(request.ended().atMicros(), ChronoUnit.MICROS);
        request
            .job()
            .flatMap(JobStory::outcome)
            .ifPresent(outcome -> departure(request, left, outcome, violations));
      }
    }
    return violations;
  }

  private static void departure(
      RequestStory request, Instant left, Outcome outcome, List<Violation> violations) {
    Duration took = Duration.between(left, outcome.at());
    if (took.compareTo(END_MAX) > 0) {
      violations.add(
          new Violation(
              Invariant.I12,
              request.name(),
              "its client left, and its job went on for " + took.toMillis() + " ms"));
    }
  }
}
