package online.speka.infra.faults.checker;

import java.util.List;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.JobEvent;

/// I11. An attempt that a draining worker gave back ran nothing.
final class Repeats implements Rule {

  @Override
  public List<Violation> check(Story story) {
    double ratio = ratio(story);
    double most = story.begun().tolerance().attemptsPerJobMax();
    return ratio <= most
        ? List.of()
        : List.of(
            new Violation(
                Invariant.I11,
                story.begun().cell(),
                "%.3f attempts for each job, not at most %.3f".formatted(ratio, most)));
  }

  static double ratio(Story story) {
    if (story.jobs().isEmpty()) {
      return 1;
    }
    return (double) story.jobs().stream().mapToInt(Repeats::attempts).sum() / story.jobs().size();
  }

  private static int attempts(JobStory job) {
    int last = job.events().stream().mapToInt(event -> event.attempt().number()).max().orElse(1);
    long free =
        job.events().stream().filter(Repeats::isFree).map(JobEvent::attempt).distinct().count();
    return Math.max(1, last - (int) free);
  }

  private static boolean isFree(JobEvent event) {
    return event instanceof AttemptFailed failed && failed.cause() == Cause.WORKER_DRAINING;
  }
}
