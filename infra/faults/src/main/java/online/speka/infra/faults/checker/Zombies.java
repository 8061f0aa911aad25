package online.speka.infra.faults.checker;

import java.util.List;
import online.speka.contract.outcome.Outcome;

/// I2: a streaming attempt that a newer one has replaced falls silent when it writes its next
/// token, and says nothing of the job's end. A few had nothing left to write when they were frozen,
/// or hear that their client is gone before they hear that they were replaced; not all of them.
final class Zombies implements Rule {

  private static final double LOUD_SHARE_MAX = 1.0 / 3;

  /// So many may be by chance.
  private static final long LOUD_FEW = 3;

  @Override
  public List<Violation> check(Story story) {
    List<JobStory> replaced = story.jobs().stream().filter(Zombies::isReplaced).toList();
    long loud = replaced.stream().filter(Zombies::isLoud).count();
    return loud <= LOUD_FEW || loud <= LOUD_SHARE_MAX * replaced.size()
        ? List.of()
        : List.of(
            new Violation(
                Invariant.I2,
                story.begun().cell(),
                "%d of %d attempts that newer ones had replaced went on to an end of their own"
                    .formatted(loud, replaced.size())));
  }

  private static boolean isReplaced(JobStory job) {
    return job.outcome()
        .filter(first -> first.job().target().streaming() && first.attempt().number() > 1)
        .isPresent();
  }

  /// Whether an older attempt made an outcome after the one that counts was made.
  private static boolean isLoud(JobStory job) {
    Outcome first = job.outcome().orElseThrow();
    return job.outcomes().stream()
        .anyMatch(it -> it.attempt().compareTo(first.attempt()) < 0 && it.at().isAfter(first.at()));
  }
}
