package online.speka.ledger.posting;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/// What the tables answered to a batch, turned into receipts: which rows were new, and which
/// attempt speaks for each job.
final class Settlement {

  private final Set<JobId> billed = new HashSet<>();
  private final Set<JobId> held = new HashSet<>();
  private final Set<AttemptKey> keptAttempts = new HashSet<>();
  private final Map<JobId, Attempt> speakers = new HashMap<>();

  /// These jobs have an outcome already, of these attempts.
  void known(Map<JobId, Attempt> attempts) {
    speakers.putAll(attempts);
  }

  boolean isKnown(JobId job) {
    return speakers.containsKey(job);
  }

  void billed(Set<JobId> jobs) {
    billed.addAll(jobs);
  }

  void held(Set<JobId> jobs) {
    held.addAll(jobs);
  }

  void keptAttempts(Set<AttemptKey> keys) {
    keptAttempts.addAll(keys);
  }

  /// One receipt for each plan, in the same order.
  List<Receipt> receipts(List<Plan> plans) {
    return plans.stream().map(plan -> new Receipt(plan.event(), disposition(plan))).toList();
  }

  private Disposition disposition(Plan plan) {
    return switch (plan) {
      case Plan.Charge(Outcome event, Bill bill) ->
          billed.contains(bill.job()) ? first(event, posted(event, bill)) : again(event);
      case Plan.Hold(Outcome event, Outcome outcome, HeldReason reason) ->
          held.contains(outcome.job().id())
              ? first(event, new Disposition.Held(reason))
              : again(event);
      case Plan.Repeat(Outcome event) -> again(event);
      case Plan.Ignore(Outcome event) ->
          event.attempt().equals(speakers.get(event.job().id()))
              ? new Disposition.Duplicate()
              : new Disposition.Voided();
      case Plan.Reject(_, String reason) -> new Disposition.Rejected(reason);
      case Plan.KeepPart _ -> new Disposition.PartKept();
      case Plan.RepeatPart(Outcome event, Attempt speaker) -> again(event, speaker);
      // A set forgets what it gave away: the second of two equal facts is the duplicate.
      case Plan.KeepAttempt(var event) ->
          keptAttempts.remove(AttemptKey.of(event))
              ? new Disposition.AttemptKept()
              : new Disposition.Duplicate();
    };
  }

  private static Disposition posted(Outcome event, Bill bill) {
    return event.job().part() == null
        ? new Disposition.Posted(bill.amount())
        : new Disposition.RequestPosted(bill.outcome(), bill.amount());
  }

  private Disposition first(Outcome event, Disposition disposition) {
    speakers.put(event.job().id(), event.attempt());
    return disposition;
  }

  private Disposition again(Outcome event) {
    return again(event, speakers.get(event.job().id()));
  }

  private static Disposition again(Outcome event, @Nullable Attempt speaker) {
    return event.attempt().equals(speaker) ? new Disposition.Duplicate() : new Disposition.Late();
  }
}
