package online.speka.infra.faults.checker;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.infra.faults.history.Ending;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.nemesis.Fault;

/// I1 and I11 of a job that no worker survives: it ends, in an error that its client is told and
/// among the dead letters, where it can be replayed, and it kills no more workers than it may.
/// Nobody else's job is buried.
final class Poisons implements Rule {

  @Override
  public List<Violation> check(Story story) {
    List<Violation> violations = new ArrayList<>();
    List<String> dead = story.buried().stream().map(Entry.Buried::job).toList();
    for (RequestStory request : story.requests()) {
      if (request.isPoison()) {
        poison(story, request, violations);
      } else if (request.jobs().stream().anyMatch(job -> dead.contains(job.accepted().job()))) {
        violations.add(
            new Violation(Invariant.I1, request.name(), "was buried, and it killed nobody"));
      }
    }
    return violations;
  }

  private static void poison(Story story, RequestStory request, List<Violation> violations) {
    Ending ending = request.reading().ending();
    if (ending != Ending.ERROR_EVENT && ending != Ending.REFUSED) {
      violations.add(
          new Violation(
              Invariant.I3, request.name(), "no explicit error, but " + request.reading()));
    }
    if (request.job().isEmpty()) {
      violations.add(new Violation(Invariant.I1, request.name(), "the poison was not accepted"));
      return;
    }
    JobStory job = request.job().get();
    if (job.outcome().map(Outcome::status).filter(Outcome.Status.FAILED::equals).isEmpty()) {
      violations.add(
          new Violation(Invariant.I1, request.name(), "did not fail, but " + job.outcome()));
    }
    long killed =
        job.events().stream()
            .filter(AttemptFailed.class::isInstance)
            .map(JobEvent::attempt)
            .distinct()
            .count();
    if (killed > Fault.Poison.KILLS_MAX) {
      violations.add(new Violation(Invariant.I11, request.name(), "killed " + killed + " workers"));
    }
    List<Entry.Buried> letters =
        story.buried().stream().filter(it -> it.job().equals(job.accepted().job())).toList();
    if (letters.size() != 1 || !letters.getFirst().obstacle().isEmpty()) {
      violations.add(
          new Violation(
              Invariant.I1,
              request.name(),
              "not one dead letter that can be replayed, but " + letters));
    }
  }
}
