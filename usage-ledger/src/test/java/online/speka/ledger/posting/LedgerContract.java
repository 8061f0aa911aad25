package online.speka.ledger.posting;

import static online.speka.ledger.Facts.ACCEPTED;
import static online.speka.ledger.Facts.CHAT;
import static online.speka.ledger.Facts.FIRST;
import static online.speka.ledger.Facts.LOCAL;
import static online.speka.ledger.Facts.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.ledger.posting.Disposition.AttemptKept;
import online.speka.ledger.posting.Disposition.Duplicate;
import online.speka.ledger.posting.Disposition.Held;
import online.speka.ledger.posting.Disposition.Late;
import online.speka.ledger.posting.Disposition.Posted;
import online.speka.ledger.posting.Disposition.Rejected;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every ledger promises. */
abstract class LedgerContract {

  static final Prices PRICES = new Prices(1_000_000, 500_000, 4_000_000);
  static final ModelId UNPRICED = new ModelId("new/model");
  static final TenantId STRANGER = new TenantId("stranger");
  static final Usage USAGE = new Usage(10, 4, 100, 30);
  static final long AMOUNT = 6 + 2 + 400;

  final Random random = new Random(20260329);

  private Ledger ledger;

  /** Has a price for the model and an account for the tenant, and nothing else. */
  abstract Ledger newLedger();

  abstract void addPrice(ModelId model, Prices prices, Instant validFrom);

  abstract void addTenant(TenantId tenant);

  abstract int bills();

  /** Of all postings on revenue. */
  abstract BigInteger charged();

  @BeforeEach
  final void openLedger() {
    ledger = newLedger();
    addTenant(LOCAL);
    addPrice(CHAT, PRICES, ACCEPTED.minusSeconds(3600));
  }

  @Test
  void anOutcomeIsBilledByUsageTimesPrice() {
    JobId job = Facts.jobId(random);

    List<Disposition> done = post(Facts.completed(job, USAGE));

    assertThat(done).containsExactly(posted(AMOUNT));
    assertThat(charged()).isEqualTo(AMOUNT);
  }

  @Test
  void theSameOutcomeTwiceIsOneBill() {
    Outcome outcome = Facts.completed(Facts.jobId(random), USAGE);

    List<Disposition> together = post(outcome, outcome);
    List<Disposition> later = post(outcome);

    assertThat(together).containsExactly(posted(AMOUNT), new Duplicate());
    assertThat(later).containsExactly(new Duplicate());
    assertThat(bills()).isOne();
    assertThat(charged()).isEqualTo(AMOUNT);
  }

  @Test
  void theFirstOutcomeOfAJobWinsWhateverItsAttempt() {
    Job job = Facts.job(Facts.jobId(random));
    Outcome second = Facts.completed(job, SECOND, USAGE);
    Outcome zombie = Facts.completed(job, FIRST, Usage.of(1, 1));

    List<Disposition> together = post(second, zombie);
    List<Disposition> later = post(zombie);

    assertThat(together).containsExactly(posted(AMOUNT), new Late());
    assertThat(later).containsExactly(new Late());
    assertThat(charged()).isEqualTo(AMOUNT);
  }

  @Test
  void aJobThatUsedNothingHasABillAndNoPostings() {
    Job job = Facts.job(Facts.jobId(random));

    List<Disposition> done =
        post(Facts.outcome(job, FIRST, Outcome.Status.CANCELLED, Cause.CLIENT_GONE, Usage.NONE));

    assertThat(done).containsExactly(posted(0));
    assertThat(bills()).isOne();
    assertThat(charged()).isZero();
  }

  @Test
  void aFailedAttemptIsKeptOnceAndNeverBilled() {
    JobId job = Facts.jobId(random);

    List<Disposition> done =
        post(
            Facts.attemptFailed(job, FIRST),
            Facts.attemptFailed(job, FIRST),
            Facts.attemptFailed(job, SECOND));
    List<Disposition> later = post(Facts.attemptFailed(job, FIRST));

    assertThat(done).containsExactly(new AttemptKept(), new Duplicate(), new AttemptKept());
    assertThat(later).containsExactly(new Duplicate());
    assertThat(bills()).isZero();
  }

  @Test
  void aJobPaysThePriceThatWasInForceWhenItWasSubmitted() {
    addPrice(CHAT, new Prices(2_000_000, 0, 0), ACCEPTED);
    Job before = job(CHAT, ACCEPTED.minusMillis(1));
    Job after = job(CHAT, ACCEPTED);

    List<Disposition> done =
        post(
            Facts.completed(before, FIRST, Usage.of(10, 0)),
            Facts.completed(after, FIRST, Usage.of(10, 0)));

    assertThat(done).containsExactly(posted(10), posted(20));
  }

  @Test
  void anOutcomeWithoutAPriceIsHeldAndBilledWhenThereIsOne() {
    Job job = job(UNPRICED, ACCEPTED);
    Outcome outcome = Facts.completed(job, FIRST, Usage.of(10, 0));

    List<Disposition> before =
        post(outcome, outcome, Facts.completed(job, SECOND, Usage.of(99, 0)));
    List<Receipt> tooEarly = ledger.postHeld(10);
    addPrice(UNPRICED, PRICES, ACCEPTED.plusSeconds(60));
    List<Disposition> stillHeld = post(outcome, Facts.completed(job, SECOND, Usage.of(99, 0)));
    List<Receipt> now = ledger.postHeld(10);
    List<Receipt> again = ledger.postHeld(10);

    assertThat(before).containsExactly(new Held(HeldReason.NO_PRICE), new Duplicate(), new Late());
    assertThat(tooEarly).isEmpty();
    assertThat(stillHeld).containsExactly(new Duplicate(), new Late());
    assertThat(now).containsExactly(new Receipt(outcome, posted(10)));
    assertThat(again).isEmpty();
    assertThat(post(outcome)).containsExactly(new Duplicate());
    assertThat(charged()).isEqualTo(10);
  }

  @Test
  void anOutcomeOfAnUnknownTenantIsHeldAndBilledWhenItAppears() {
    Job job = Facts.job(Facts.jobId(random), CHAT, STRANGER, ACCEPTED);

    List<Disposition> before = post(Facts.completed(job, FIRST, Usage.of(10, 0)));
    addTenant(STRANGER);
    List<Receipt> now = ledger.postHeld(10);

    assertThat(before).containsExactly(new Held(HeldReason.NO_ACCOUNT));
    assertThat(now).extracting(Receipt::disposition).containsExactly(posted(10));
  }

  @Test
  void anAmountThatDoesNotFitIsRejectedAndHurtsNobodyElse() {
    Outcome absurd = Facts.completed(Facts.jobId(random), Usage.of(Long.MAX_VALUE, 0));
    Outcome fine = Facts.completed(Facts.jobId(random), USAGE);

    List<Disposition> done = post(absurd, fine);

    assertThat(done).containsExactly(new Rejected(Plan.OVERFLOW), posted(AMOUNT));
    assertThat(bills()).isOne();
  }

  @Test
  void aHeldOutcomeThatTurnsOutNotToFitIsLookedAtOnlyOnce() {
    Job job = job(UNPRICED, ACCEPTED);
    post(Facts.completed(job, FIRST, Usage.of(Long.MAX_VALUE, 0)));
    addPrice(UNPRICED, PRICES, ACCEPTED);

    List<Receipt> now = ledger.postHeld(10);

    assertThat(now).extracting(Receipt::disposition).containsExactly(new Rejected(Plan.OVERFLOW));
    assertThat(ledger.postHeld(10)).isEmpty();
    assertThat(bills()).isZero();
  }

  @Test
  void factsTripledAndShuffledGiveEveryJobOneBill() {
    // Given
    List<JobEvent> facts = new ArrayList<>();
    BigInteger truth = BigInteger.ZERO;
    for (int i = 0; i < 200; i++) {
      JobId job = Facts.jobId(random);
      long tokens = random.nextLong(1000);
      truth = truth.add(BigInteger.valueOf(tokens));
      Outcome outcome = Facts.completed(Facts.job(job), new Attempt(1, 2), Usage.of(tokens, 0));
      for (int copy = 0; copy < 3; copy++) {
        facts.add(outcome);
        facts.add(Facts.attemptFailed(job, FIRST));
      }
    }
    Collections.shuffle(facts, random);

    // When
    List<Disposition> done = new ArrayList<>();
    int at = 0;
    while (at < facts.size()) {
      int end = Math.min(facts.size(), at + 1 + random.nextInt(100));
      done.addAll(post(facts.subList(at, end).toArray(JobEvent[]::new)));
      at = end;
    }

    // Then
    assertThat(done).hasSize(1200);
    assertThat(done).filteredOn(Posted.class::isInstance).hasSize(200);
    assertThat(done).filteredOn(AttemptKept.class::isInstance).hasSize(200);
    assertThat(done).filteredOn(Duplicate.class::isInstance).hasSize(800);
    assertThat(bills()).isEqualTo(200);
    assertThat(charged()).isEqualTo(truth);
  }

  final List<Disposition> post(JobEvent... events) {
    List<Receipt> receipts = ledger.post(List.of(events));
    assertThat(receipts).extracting(Receipt::event).containsExactly(events);
    return receipts.stream().map(Receipt::disposition).toList();
  }

  private Job job(ModelId model, Instant submittedAt) {
    return Facts.job(Facts.jobId(random), model, LOCAL, submittedAt);
  }

  static Posted posted(long amount) {
    return new Posted(new MicroCredits(amount));
  }
}
