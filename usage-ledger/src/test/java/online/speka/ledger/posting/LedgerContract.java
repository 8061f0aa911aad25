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
import online.speka.ledger.posting.Disposition.PartKept;
import online.speka.ledger.posting.Disposition.Posted;
import online.speka.ledger.posting.Disposition.Rejected;
import online.speka.ledger.posting.Disposition.RequestPosted;
import online.speka.ledger.posting.Disposition.Voided;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every ledger promises. */
abstract class LedgerContract {

  static final Prices PRICES = new Prices(1_000_000, 500_000, 4_000_000);
  static final ModelId UNPRICED = new ModelId("new/model");
  static final TenantId STRANGER = new TenantId("stranger");
  /// How three facts may be cut into batches.
  static final List<List<Integer>> BATCHINGS =
      List.of(List.of(3), List.of(1, 2), List.of(2, 1), List.of(1, 1, 1));

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
  void anOutcomeBehindTheLossOfItsAttemptIsVoidHoweverFactsAreBatched() {
    for (boolean inParts : new boolean[] {false, true}) {
      for (List<Integer> sizes : BATCHINGS) {
        // Given
        int before = bills();
        JobId id = Facts.jobId(random);
        Job job = inParts ? Facts.part(id, Facts.jobId(random), 0, 2) : Facts.job(id);
        List<JobEvent> log =
            List.of(
                Facts.attemptFailed(job.id(), FIRST),
                Facts.completed(job, FIRST, Usage.of(1, 1)),
                Facts.completed(job, SECOND, USAGE));

        // When
        List<Disposition> done = postIn(sizes, log);
        List<Disposition> again = postIn(sizes, log);

        // Then
        assertThat(done)
            .containsExactly(
                new AttemptKept(), new Voided(), inParts ? new PartKept() : posted(AMOUNT));
        assertThat(again).containsExactly(new Duplicate(), new Voided(), new Duplicate());
        assertThat(bills() - before).isEqualTo(inParts ? 0 : 1);
      }
    }
  }

  @Test
  void anOutcomeBeforeTheLossOfItsAttemptCountsHoweverFactsAreBatched() {
    for (List<Integer> sizes : BATCHINGS) {
      // Given
      int before = bills();
      Job job = Facts.job(Facts.jobId(random));
      List<JobEvent> log =
          List.of(
              Facts.completed(job, FIRST, USAGE),
              Facts.attemptFailed(job.id(), FIRST),
              Facts.completed(job, SECOND, Usage.of(1, 1)));

      // When
      List<Disposition> done = postIn(sizes, log);
      List<Disposition> again = postIn(sizes, log);

      // Then
      assertThat(done).containsExactly(posted(AMOUNT), new AttemptKept(), new Late());
      assertThat(again).containsExactly(new Duplicate(), new Duplicate(), new Late());
      assertThat(bills() - before).isOne();
    }
  }

  @Test
  void aHeldOutcomeIsBilledWhateverIsSaidOfItsAttemptLater() {
    // Given
    Job job = job(UNPRICED, ACCEPTED);
    Outcome held = Facts.completed(job, FIRST, USAGE);
    assertThat(post(held)).first().isInstanceOf(Held.class);
    post(Facts.attemptFailed(job.id(), FIRST));
    Outcome second = Facts.completed(job, SECOND, Usage.of(1, 1));

    // When
    addPrice(UNPRICED, PRICES, ACCEPTED.minusSeconds(1));
    List<Receipt> billed = ledger.postHeld(10);

    // Then
    assertThat(billed).singleElement().extracting(Receipt::disposition).isEqualTo(posted(AMOUNT));
    assertThat(post(held, second)).containsExactly(new Duplicate(), new Late());
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

  @Test
  void aRequestInPartsIsBilledOnceWhenItsLastPartHasCompleted() {
    // Given prices that would be rounded up for each part
    JobId request = Facts.jobId(random);
    addPrice(CHAT, new Prices(500_000, 0, 0), ACCEPTED);

    // When
    List<Disposition> first = post(part(request, 2, 3, 1), part(request, 0, 3, 1));
    int before = bills();
    Receipt last = ledger.post(List.of(part(request, 1, 3, 1))).getFirst();

    // Then
    assertThat(first).containsExactly(new PartKept(), new PartKept());
    assertThat(before).isZero();
    assertThat(last.billed())
        .hasValueSatisfying(
            bill -> {
              assertThat(bill.outcome().job().id()).isEqualTo(request);
              assertThat(bill.outcome().usage()).isEqualTo(Usage.of(3, 0));
              assertThat(bill.amount()).isEqualTo(new MicroCredits(2));
            });
    assertThat(bills()).isOne();
    assertThat(charged()).isEqualTo(2);
  }

  @Test
  void aPartThatDidNotCompleteMakesTheRequestFreeAtOnceAndForGood() {
    // Given
    JobId request = Facts.jobId(random);
    Outcome failed =
        Facts.outcome(
            Facts.part(Facts.jobId(random), request, 1, 3),
            FIRST,
            Outcome.Status.FAILED,
            Cause.ENGINE_ERROR,
            Usage.of(5, 0));
    Outcome cancelled =
        Facts.outcome(
            Facts.part(Facts.jobId(random), request, 2, 3),
            FIRST,
            Outcome.Status.CANCELLED,
            Cause.CLIENT_GONE,
            Usage.of(5, 0));

    // When
    post(part(request, 0, 3, 100));
    Receipt decided = ledger.post(List.of(failed)).getFirst();
    List<Disposition> later = post(cancelled, failed, cancelled);

    // Then
    assertThat(decided.billed())
        .hasValueSatisfying(
            bill -> {
              assertThat(bill.outcome().status()).isEqualTo(Outcome.Status.FAILED);
              assertThat(bill.outcome().cause()).isEqualTo(Cause.ENGINE_ERROR);
              assertThat(bill.outcome().usage()).isEqualTo(Usage.NONE);
              assertThat(bill.amount()).isEqualTo(MicroCredits.ZERO);
            });
    assertThat(later).containsExactly(new PartKept(), new Duplicate(), new Duplicate());
    assertThat(bills()).isOne();
    assertThat(charged()).isZero();
  }

  @Test
  void theFirstOutcomeOfAPartWinsWhateverItsAttempt() {
    JobId request = Facts.jobId(random);
    Job zero = Facts.part(Facts.jobId(random), request, 0, 2);

    List<Disposition> done =
        post(
            Facts.completed(zero, SECOND, Usage.of(10, 0)),
            Facts.completed(zero, FIRST, Usage.of(99, 0)));
    List<Disposition> later = post(Facts.completed(zero, FIRST, Usage.of(99, 0)));
    post(part(request, 1, 2, 1));

    assertThat(done).containsExactly(new PartKept(), new Late());
    assertThat(later).containsExactly(new Late());
    assertThat(charged()).isEqualTo(11);
  }

  @Test
  void aRequestInPartsWithoutAPriceIsHeldAndBilledWhenThereIsOne() {
    JobId request = Facts.jobId(random);
    Outcome zero = part(request, 0, 2, UNPRICED, 4);
    Outcome one = part(request, 1, 2, UNPRICED, 6);

    List<Disposition> before = post(zero, one, zero);
    addPrice(UNPRICED, PRICES, ACCEPTED);
    List<Receipt> now = ledger.postHeld(10);

    assertThat(before)
        .containsExactly(new PartKept(), new Held(HeldReason.NO_PRICE), new Duplicate());
    assertThat(now).extracting(Receipt::disposition).containsExactly(posted(10));
    assertThat(now.getFirst().event().job().id()).isEqualTo(request);
    assertThat(post(one)).containsExactly(new Duplicate());
    assertThat(charged()).isEqualTo(10);
  }

  @Test
  void aRequestWhosePartsAddUpToTooMuchIsRejectedOnce() {
    JobId request = Facts.jobId(random);
    Outcome one = part(request, 1, 2, Long.MAX_VALUE);

    List<Disposition> done = post(part(request, 0, 2, Long.MAX_VALUE), one);

    assertThat(done).containsExactly(new PartKept(), new Rejected(Plan.OVERFLOW));
    assertThat(post(one)).containsExactly(new Duplicate());
    assertThat(bills()).isZero();
  }

  @Test
  void aRequestThatWasNeverSubmittedWholeIsGivenUpAndFree() {
    // Given
    JobId request = Facts.jobId(random);
    JobId whole = Facts.jobId(random);
    post(part(request, 0, 3, 10), part(whole, 0, 2, 10), part(whole, 1, 2, 10));

    // When
    List<Receipt> tooEarly = ledger.closeAbandoned(ACCEPTED.minusSeconds(86_400), 10);
    List<Receipt> now = ledger.closeAbandoned(Instant.parse("2100-01-01T00:00:00Z"), 10);
    List<Receipt> again = ledger.closeAbandoned(Instant.parse("2100-01-01T00:00:00Z"), 10);
    List<Disposition> late = post(part(request, 1, 3, 10), part(request, 2, 3, 10));

    // Then
    assertThat(tooEarly).isEmpty();
    assertThat(now).extracting(receipt -> receipt.event().job().id()).containsExactly(request);
    assertThat(now).extracting(Receipt::disposition).containsExactly(posted(0));
    assertThat(again).isEmpty();
    assertThat(late).containsExactly(new PartKept(), new PartKept());
    assertThat(bills()).isEqualTo(2);
    assertThat(charged()).isEqualTo(20);
  }

  @Test
  void partsTripledAndShuffledGiveEveryRequestOneBill() {
    // Given
    List<JobEvent> facts = new ArrayList<>();
    BigInteger truth = BigInteger.ZERO;
    int parts = 0;
    for (int i = 0; i < 60; i++) {
      JobId request = Facts.jobId(random);
      int count = 2 + random.nextInt(9);
      boolean spoiled = i % 3 == 0;
      int spoiler = random.nextInt(count);
      parts += count;
      for (int index = 0; index < count; index++) {
        long tokens = random.nextLong(1000);
        Job job = Facts.part(Facts.jobId(random), request, index, count);
        boolean fails = spoiled && index == spoiler;
        Outcome outcome =
            fails
                ? Facts.outcome(
                    job, SECOND, Outcome.Status.EVICTED, Cause.DEADLINE_PASSED, Usage.NONE)
                : Facts.completed(job, SECOND, Usage.of(tokens, 0));
        truth = truth.add(BigInteger.valueOf(spoiled ? 0 : tokens));
        facts.addAll(List.of(outcome, outcome, outcome));
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
    assertThat(done).filteredOn(RequestPosted.class::isInstance).hasSize(60);
    assertThat(done).filteredOn(PartKept.class::isInstance).hasSize(parts - 60);
    assertThat(done).filteredOn(Duplicate.class::isInstance).hasSize(2 * parts);
    assertThat(bills()).isEqualTo(60);
    assertThat(charged()).isEqualTo(truth);
  }

  final Outcome part(JobId request, int index, int count, long tokens) {
    return part(request, index, count, CHAT, tokens);
  }

  private Outcome part(JobId request, int index, int count, ModelId model, long tokens) {
    Job job = Facts.part(job(model, ACCEPTED), request, index, count);
    return Facts.completed(job, FIRST, Usage.of(tokens, 0));
  }

  private List<Disposition> postIn(List<Integer> sizes, List<JobEvent> log) {
    List<Disposition> done = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      done.addAll(post(log.subList(from, from + size).toArray(JobEvent[]::new)));
      from += size;
    }
    return done;
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
