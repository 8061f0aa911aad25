package online.speka.infra.faults.checker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import online.speka.infra.faults.checker.RequestStory.Reading;
import online.speka.infra.faults.history.Ending;
import online.speka.infra.faults.history.Tolerance;

/// I3. What a cell allows is allowed only to requests that were under way while something was
/// broken, or shortly after. Who poisons is judged by [Poisons]. Whoever has nothing left is turned
/// away at any time.
final class Streams implements Rule {

  /// From the moment when all works again: clients of servers connect again after pauses.
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final int UNAVAILABLE = 503;

  @Override
  public List<Violation> check(Story story) {
    Tolerance tolerance = story.begun().tolerance();
    List<Violation> violations = new ArrayList<>();
    long stayed = 0;
    long complete = 0;
    for (RequestStory request : story.requests()) {
      if (request.isPoison()) {
        continue;
      }
      Reading reading = request.reading();
      boolean fine =
          reading.ending() == Ending.COMPLETE
              || reading.ending() == Ending.LEFT
              || (tolerance.allowed().contains(reading.ending())
                  && (reading.ending() == Ending.UNPAID || isTouched(request, story)));
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

  private static boolean isTouched(RequestStory request, Story story) {
    long healed = story.lastHealMicros();
    long graceEnd =
        healed == Long.MAX_VALUE ? healed : healed + TimeUnit.NANOSECONDS.toMicros(GRACE.toNanos());
    long ended = request.ended() == null ? Long.MAX_VALUE : request.ended().atMicros();
    return ended >= story.firstFaultMicros() && request.asked().atMicros() <= graceEnd;
  }

  /// Whoever is turned away before anything happened must be told when to come again.
  private static void refusal(RequestStory request, List<Violation> violations) {
    if (request.answered() != null
        && request.answered().status() == UNAVAILABLE
        && !request.answered().retryAfter()) {
      violations.add(
          new Violation(Invariant.I3, request.name(), "a 503 that does not say when to retry"));
    }
  }
}
