package online.speka.infra.faults.checker;

import java.util.ArrayList;
import java.util.List;
import online.speka.infra.faults.checker.RequestStory.Reading;
import online.speka.infra.faults.history.Ending;
import online.speka.infra.faults.history.Tolerance;

/// I3.
final class Streams implements Rule {

  @Override
  public List<Violation> check(Story story) {
    Tolerance tolerance = story.begun().tolerance();
    List<Violation> violations = new ArrayList<>();
    long stayed = 0;
    long complete = 0;
    for (RequestStory request : story.requests()) {
      Reading reading = request.reading();
      boolean fine =
          reading.ending() == Ending.COMPLETE
              || reading.ending() == Ending.LEFT
              || tolerance.allowed().contains(reading.ending());
      if (!fine) {
        violations.add(
            new Violation(Invariant.I3, request.name(), reading.ending() + " " + reading.detail()));
      }
      if (reading.ending() == Ending.REFUSED) {
        refusal(request, violations);
      }
      stayed += reading.ending() == Ending.LEFT ? 0 : 1;
      complete += reading.ending() == Ending.COMPLETE ? 1 : 0;
    }
    if (complete < stayed * tolerance.completeShareMin()) {
      violations.add(
          new Violation(
              Invariant.I3,
              story.begun().cell(),
              "only %d of %d answers are complete, not %s of them"
                  .formatted(complete, stayed, tolerance.completeShareMin())));
    }
    return violations;
  }

  /// Whoever is turned away before anything happened must be told when to come again.
  private static void refusal(RequestStory request, List<Violation> violations) {
    if (request.answered() != null
        && request.answered().status() == 503
        && !request.answered().retryAfter()) {
      violations.add(
          new Violation(Invariant.I3, request.name(), "a 503 that does not say when to retry"));
    }
  }
}
