package online.speka.infra.faults.checker;

import java.util.List;
import java.util.Optional;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.infra.faults.history.Bill;
import online.speka.infra.faults.history.Entry;

/// Everything about one accepted job.
///
/// @param events in the order of the topic
record JobStory(Entry.Accepted accepted, List<JobEvent> events, List<Bill> bills) {

  JobStory {
    events = List.copyOf(events);
    bills = List.copyOf(bills);
  }

  JobId id() {
    return JobId.parse(accepted.job());
  }

  /// The first outcome that is not void is the outcome.
  Optional<Outcome> outcome() {
    return outcomes().stream().filter(outcome -> !isVoid(outcome)).findFirst();
  }

  /// The outcomes behind the word that their own attempt had failed.
  List<Outcome> voided() {
    return outcomes().stream().filter(this::isVoid).toList();
  }

  /// An outcome that is published again is judged where it stood first.
  private boolean isVoid(Outcome outcome) {
    return events.stream()
        .filter(event -> event.attempt().equals(outcome.attempt()))
        .findFirst()
        .filter(AttemptFailed.class::isInstance)
        .isPresent();
  }

  List<Outcome> outcomes() {
    return events.stream().filter(Outcome.class::isInstance).map(Outcome.class::cast).toList();
  }
}
