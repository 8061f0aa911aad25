package online.speka.ledger.posting;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import online.speka.contract.guard.Guard;
import online.speka.contract.guard.Guards;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.principal.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// The ledger in PostgreSQL: a batch is one database transaction of a handful of statements,
/// however many facts it has.
final class JdbcLedger implements Ledger {

  private final JdbcTransactions transactions;
  private final InstantSource clock;
  private final JdbcPriceVersions prices;
  private final JdbcBills bills;
  private final JdbcPostings postings;
  private final JdbcFailedAttempts attempts;
  private final JdbcHeldOutcomes held;
  private final JdbcParts parts;
  private final JdbcPrepaid prepaid;
  private final Consumer<Bill> cut;
  private final boolean voidsOutcomes;

  JdbcLedger(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
    this(jdbc, transactions, clock, _ -> {}, Guards.ALL);
  }

  /// @param cut told of each new bill that is held to what was reserved
  /// @param guards the rule that makes outcomes void is one
  JdbcLedger(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      InstantSource clock,
      Consumer<Bill> cut,
      Guards guards) {
    this.cut = cut;
    this.voidsOutcomes = guards.has(Guard.EPOCH_CHECK);
    this.prepaid = new JdbcPrepaid(jdbc);
    this.transactions = new JdbcTransactions(transactions);
    this.clock = clock;
    this.prices = new JdbcPriceVersions(jdbc);
    this.bills = new JdbcBills(jdbc);
    this.postings = new JdbcPostings(jdbc);
    this.attempts = new JdbcFailedAttempts(jdbc);
    this.held = new JdbcHeldOutcomes(jdbc);
    this.parts = new JdbcParts(jdbc);
  }

  @Override
  public List<Receipt> post(List<JobEvent> events) {
    return events.isEmpty()
        ? List.of()
        : transactions.run(() -> write(events, voids(events), clock.instant()));
  }

  @Override
  public List<Receipt> postHeld(int max) {
    return transactions.run(() -> writeOrKeep(held.takeBillable(max)));
  }

  @Override
  public List<Receipt> closeAbandoned(Instant openedBefore, int max) {
    return transactions.run(() -> writeOrKeep(parts.takeAbandoned(openedBefore, max)));
  }

  /// A batch that is handed in again finds the failures of its own attempts: what it had billed
  /// before is known by its bill.
  private Voids voids(List<JobEvent> events) {
    return voidsOutcomes
        ? Voids.among(events, attempts.among(pick(events, Outcome.class)))
        : Voids.NONE;
  }

  /// These were their jobs' outcomes when they were read, whatever was said of them since. No
  /// record of them is left to make a dead letter of.
  private List<Receipt> writeOrKeep(List<JobEvent> events) {
    if (events.isEmpty()) {
      return List.of();
    }
    Instant now = clock.instant();
    List<Receipt> receipts = write(events, Voids.NONE, now);
    for (Receipt receipt : receipts) {
      if (receipt.event() instanceof Outcome outcome
          && receipt.disposition() instanceof Disposition.Rejected(String reason)) {
        held.keepRejected(outcome, reason, now);
      }
    }
    return receipts;
  }

  private List<Receipt> write(List<JobEvent> events, Voids voids, Instant now) {
    Map<Account, Long> accounts = postings.accountsOf(tenants(events));
    List<Plan> plans =
        Plan.of(
            events,
            prices.of(events.stream().map(e -> e.job().model()).collect(Collectors.toSet())),
            payers(accounts.keySet()),
            parts.keep(partsAmong(events, voids), now),
            voids);
    Settlement settlement = new Settlement();
    settlement.known(held.attemptsOf(events.stream().map(e -> e.job().id()).toList()));
    settlement.known(
        bills.attemptsOf(
            pick(plans, Plan.Ignore.class).stream().map(it -> it.event().job().id()).toList()));
    List<Bill> billed = bill(plans, now, settlement);
    settlement.held(
        held.insert(
            pick(plans, Plan.Hold.class).stream()
                .map(Plan.Hold::outcome)
                .filter(outcome -> !settlement.isKnown(outcome.job().id()))
                .toList(),
            now));
    settlement.keptAttempts(
        attempts.insert(
            pick(plans, Plan.KeepAttempt.class).stream().map(Plan.KeepAttempt::event).toList()));
    parts.decide(requestsDecidedBy(plans));
    // Last, because every ledger waits here for the balance of revenue, up to the commit.
    postings.insertCharges(
        billed.stream().map(Bill::charge).flatMap(Optional::stream).toList(), accounts, now);
    return settlement.receipts(plans);
  }

  private static List<Outcome> partsAmong(List<JobEvent> events, Voids voids) {
    List<Outcome> parts = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i) instanceof Outcome outcome
          && outcome.job().part() != null
          && !voids.at(i)) {
        parts.add(outcome);
      }
    }
    return parts;
  }

  private static Set<JobId> requestsDecidedBy(List<Plan> plans) {
    Set<JobId> requests = new HashSet<>();
    for (Plan plan : plans) {
      Job.Part part = plan.event().job().part();
      boolean decides =
          switch (plan) {
            case Plan.Charge _, Plan.Hold _, Plan.Reject _ -> true;
            case Plan.KeepAttempt _,
                Plan.Ignore _,
                Plan.Repeat _,
                Plan.KeepPart _,
                Plan.RepeatPart _ ->
                false;
          };
      if (part != null && decides) {
        requests.add(part.request());
      }
    }
    return requests;
  }

  /// @return those that are new
  private List<Bill> bill(List<Plan> plans, Instant now, Settlement settlement) {
    // In the order of the ids: two ledgers that are given the same jobs wait for each other in the
    // same order, and never deadlock.
    List<Bill> wanted =
        pick(plans, Plan.Charge.class).stream()
            .map(Plan.Charge::bill)
            .filter(bill -> !settlement.isKnown(bill.job()))
            .sorted(Comparator.comparing(Bill::job))
            .toList();
    Set<JobId> billed = bills.insert(wanted, now);
    settlement.billed(billed);
    settlement.known(
        bills.attemptsOf(
            wanted.stream().map(Bill::job).filter(job -> !billed.contains(job)).toList()));
    List<Bill> made = wanted.stream().filter(bill -> billed.contains(bill.job())).toList();
    made.stream().filter(Bill::isCut).forEach(cut);
    return made;
  }

  private static Set<TenantId> tenants(List<JobEvent> events) {
    return events.stream().map(e -> e.job().origin().tenant()).collect(Collectors.toSet());
  }

  private Payers payers(Set<Account> accounts) {
    Set<TenantId> tenants =
        pick(accounts, Account.Tenant.class).stream()
            .map(Account.Tenant::id)
            .collect(Collectors.toSet());
    return new Payers(tenants, prepaid.among(tenants));
  }

  private static <T> List<T> pick(Collection<? super T> all, Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
