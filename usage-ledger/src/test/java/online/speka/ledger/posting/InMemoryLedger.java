package online.speka.ledger.posting;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.Facts;

/** A ledger of maps, for tests of what stands before it. */
public final class InMemoryLedger implements Ledger {

  private final List<PriceVersion> prices = new ArrayList<>();
  private final Set<TenantId> tenants = new HashSet<>();
  private final Map<JobId, Bill> bills = new LinkedHashMap<>();
  private final Map<JobId, Outcome> held = new LinkedHashMap<>();
  private final Map<JobId, String> rejected = new HashMap<>();
  private final Set<AttemptKey> attempts = new HashSet<>();
  private final Map<PartKey, Outcome> parts = new LinkedHashMap<>();
  private final Set<JobId> decided = new HashSet<>();

  public InMemoryLedger price(PriceVersion version) {
    prices.add(version);
    return this;
  }

  public InMemoryLedger tenant(TenantId tenant) {
    tenants.add(tenant);
    return this;
  }

  public Map<JobId, Bill> bills() {
    return bills;
  }

  public BigInteger charged() {
    return bills.values().stream()
        .map(bill -> BigInteger.valueOf(bill.amount().value()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  @Override
  public List<Receipt> post(List<JobEvent> events) {
    return post(events, Voids.among(events, attempts));
  }

  private List<Receipt> post(List<JobEvent> events, Voids voids) {
    Parts known = keepParts(events, voids);
    List<Plan> plans =
        Plan.of(events, new PriceHistory(prices), new Payers(tenants, Set.of()), known, voids);
    Settlement settlement = new Settlement();
    held.forEach((job, outcome) -> settlement.known(Map.of(job, outcome.attempt())));
    bills.forEach((job, bill) -> settlement.known(Map.of(job, bill.outcome().attempt())));
    Set<AttemptKey> kept = new HashSet<>();
    for (Plan plan : plans) {
      switch (plan) {
        case Plan.Charge(Outcome event, Bill bill) -> {
          decide(event);
          if (!settlement.isKnown(bill.job())) {
            bills.put(bill.job(), bill);
            settlement.billed(Set.of(bill.job()));
          }
        }
        case Plan.Hold(Outcome event, Outcome outcome, _) -> {
          decide(event);
          if (!settlement.isKnown(outcome.job().id())) {
            held.put(outcome.job().id(), outcome);
            settlement.held(Set.of(outcome.job().id()));
          }
        }
        case Plan.KeepAttempt(var event) -> {
          if (attempts.add(AttemptKey.of(event))) {
            kept.add(AttemptKey.of(event));
          }
        }
        case Plan.Reject(Outcome event, _) -> decide(event);
        case Plan.Ignore _, Plan.Repeat _, Plan.KeepPart _, Plan.RepeatPart _ -> {}
      }
    }
    settlement.keptAttempts(kept);
    return settlement.receipts(plans);
  }

  private Parts keepParts(List<JobEvent> events, Voids voids) {
    Set<PartKey> fresh = new HashSet<>();
    for (int i = 0; i < events.size(); i++) {
      JobEvent event = events.get(i);
      if (event instanceof Outcome outcome && event.job().part() != null && !voids.at(i)) {
        PartKey key = PartKey.of(event.job().part());
        if (parts.putIfAbsent(key, outcome) == null) {
          fresh.add(key);
        }
      }
    }
    return new Parts(fresh, Map.copyOf(parts), Set.copyOf(decided));
  }

  private void decide(Outcome event) {
    if (event.job().part() != null) {
      decided.add(event.job().part().request());
    }
  }

  /** Every request was opened when the facts of the tests were accepted. */
  @Override
  public List<Receipt> closeAbandoned(Instant openedBefore, int max) {
    if (!Facts.ACCEPTED.isBefore(openedBefore)) {
      return List.of();
    }
    Set<JobId> open = new HashSet<>();
    parts.keySet().forEach(key -> open.add(key.request()));
    open.removeAll(decided);
    decided.addAll(open);
    Parts known = new Parts(Set.of(), parts, decided);
    return post(
        open.stream().limit(max).map(id -> (JobEvent) Whole.abandoned(known.of(id))).toList(),
        Voids.NONE);
  }

  @Override
  public List<Receipt> postHeld(int max) {
    PriceHistory history = new PriceHistory(prices);
    List<JobEvent> billable =
        held.values().stream()
            .filter(outcome -> !rejected.containsKey(outcome.job().id()))
            .filter(outcome -> tenants.contains(outcome.job().origin().tenant()))
            .filter(
                outcome ->
                    history
                        .inForce(outcome.job().model(), outcome.job().window().submittedAt())
                        .isPresent())
            .limit(max)
            .map(JobEvent.class::cast)
            .toList();
    billable.forEach(event -> held.remove(event.job().id()));
    List<Receipt> receipts = post(billable, Voids.NONE);
    for (Receipt receipt : receipts) {
      if (receipt.disposition() instanceof Disposition.Rejected(String reason)) {
        held.put(receipt.event().job().id(), (Outcome) receipt.event());
        rejected.put(receipt.event().job().id(), reason);
      }
    }
    return receipts;
  }
}
