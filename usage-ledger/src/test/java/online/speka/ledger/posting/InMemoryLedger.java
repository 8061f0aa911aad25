package online.speka.ledger.posting;

import java.math.BigInteger;
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

/** A ledger of maps, for tests of what stands before it. */
public final class InMemoryLedger implements Ledger {

  private final List<PriceVersion> prices = new ArrayList<>();
  private final Set<TenantId> tenants = new HashSet<>();
  private final Map<JobId, Bill> bills = new LinkedHashMap<>();
  private final Map<JobId, Outcome> held = new LinkedHashMap<>();
  private final Map<JobId, String> rejected = new HashMap<>();
  private final Set<AttemptKey> attempts = new HashSet<>();

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
    List<Plan> plans = Plan.of(events, new PriceHistory(prices), tenants);
    Settlement settlement = new Settlement();
    held.forEach((job, outcome) -> settlement.known(Map.of(job, outcome.attempt())));
    bills.forEach((job, bill) -> settlement.known(Map.of(job, bill.outcome().attempt())));
    Set<AttemptKey> kept = new HashSet<>();
    for (Plan plan : plans) {
      switch (plan) {
        case Plan.Charge(Outcome event, Bill bill) -> {
          if (!settlement.isKnown(bill.job())) {
            bills.put(event.job().id(), bill);
            settlement.billed(Set.of(bill.job()));
          }
        }
        case Plan.Hold(Outcome event, _) -> {
          if (!settlement.isKnown(event.job().id())) {
            held.put(event.job().id(), event);
            settlement.held(Set.of(event.job().id()));
          }
        }
        case Plan.KeepAttempt(var event) -> {
          if (attempts.add(AttemptKey.of(event))) {
            kept.add(AttemptKey.of(event));
          }
        }
        case Plan.Repeat _, Plan.Reject _ -> {}
      }
    }
    settlement.keptAttempts(kept);
    return settlement.receipts(plans);
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
    List<Receipt> receipts = post(billable);
    for (Receipt receipt : receipts) {
      if (receipt.disposition() instanceof Disposition.Rejected(String reason)) {
        held.put(receipt.event().job().id(), (Outcome) receipt.event());
        rejected.put(receipt.event().job().id(), reason);
      }
    }
    return receipts;
  }
}
