package online.speka.ledger.posting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.ledger.Facts;
import online.speka.testkit.schedules.Choices;
import online.speka.testkit.schedules.Schedules;
import org.junit.jupiter.api.Test;

/// What is decided about facts, whatever way they come: repeated, of several attempts, in batches
/// of any size, and again from any place after a ledger died behind its commit.
/// `-Dspeka.schedules=1000000` for a million.
class PlanScheduleTest {

  private static final int SCHEDULES = 1_500;
  private static final Attempt[] ATTEMPTS = {Facts.FIRST, Facts.SECOND, new Attempt(2, 1)};
  private static final JobId[] IDS = ids();

  @Test
  void everyJobIsBilledOnceWhateverWayItsFactsCome() {
    AtomicInteger deaths = new AtomicInteger();
    Schedules.check(SCHEDULES, choices -> deaths.addAndGet(new World(choices).run()));
    assertThat(deaths).hasPositiveValue();
  }

  private static JobId[] ids() {
    Set<JobId> ids = new LinkedHashSet<>();
    Random random = new Random(20260329);
    while (ids.size() < 32) {
      ids.add(Facts.jobId(random));
    }
    return ids.toArray(JobId[]::new);
  }

  /// A log of facts, and the ledgers that read it one after another.
  private static final class World {
    private static final int DEATHS_MAX = 4;

    private final Choices choices;
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final List<JobEvent> log = new ArrayList<>();

    /// Jobs on their own, and requests in parts.
    private final Set<JobId> billable = new LinkedHashSet<>();

    private final Map<JobId, Integer> firsts = new HashMap<>();
    private final Set<AttemptKey> failed = new HashSet<>();
    private int ids;
    private int attemptsKept;
    private int read;

    World(Choices choices) {
      this.choices = choices;
      for (int jobs = choices.between(1, 6); jobs > 0; jobs--) {
        JobId id = IDS[ids++];
        billable.add(id);
        write(Facts.job(id));
      }
      for (int requests = choices.below(3); requests > 0; requests--) {
        JobId request = IDS[ids++];
        billable.add(request);
        int parts = choices.between(2, 5);
        for (int index = 0; index < parts; index++) {
          write(Facts.part(IDS[ids++], request, index, parts));
        }
      }
      shuffle();
    }

    private void write(Job job) {
      int outcomes = choices.between(1, 4);
      for (int i = 0; i < outcomes; i++) {
        Attempt attempt = ATTEMPTS[choices.below(ATTEMPTS.length)];
        boolean completed = !choices.chance(0.2);
        Usage usage = Usage.of(choices.between(1, 50), choices.below(50));
        log.add(
            Facts.outcome(
                job,
                attempt,
                completed ? Outcome.Status.COMPLETED : Outcome.Status.FAILED,
                completed ? Cause.FINISHED : Cause.ENGINE_ERROR,
                usage));
        if (choices.chance(0.3)) {
          AttemptFailed fact = Facts.attemptFailed(job.id(), attempt);
          failed.add(AttemptKey.of(fact));
          log.add(fact);
        }
      }
    }

    private void shuffle() {
      for (int i = log.size() - 1; i > 0; i--) {
        int other = choices.below(i + 1);
        JobEvent moved = log.get(i);
        log.set(i, log.get(other));
        log.set(other, moved);
      }
    }

    int run() {
      if (!choices.chance(0.2)) {
        open();
      }
      int deaths = choices.below(DEATHS_MAX);
      for (int death = 0; death < deaths; death++) {
        int committed = choices.below(log.size());
        readFrom(committed == 0 ? 0 : choices.below(committed), committed);
      }
      readFrom(0, log.size());
      open();
      count(ledger.postHeld(log.size()));
      readFrom(choices.below(log.size()), log.size());
      check();
      return deaths;
    }

    /// The tenant and the price become known.
    private void open() {
      ledger
          .tenant(Facts.LOCAL)
          .price(
              new PriceVersion(1, Facts.CHAT, new Prices(1_000_000, 0, 2_000_000), Instant.EPOCH));
    }

    private void readFrom(int from, int to) {
      // None begins behind what was read: that would leave facts out.
      int at = Math.min(from, read);
      read = Math.max(read, to);
      while (at < to) {
        int end = Math.min(to, at + choices.between(1, 8));
        List<JobEvent> batch = log.subList(at, end);
        choices.note("posts " + at + " to " + (end - 1));
        List<Receipt> receipts = ledger.post(batch);
        assertThat(receipts.stream().map(Receipt::event).toList()).isEqualTo(batch);
        count(receipts);
        at = end;
      }
    }

    /// What the log says, read once from its beginning to its end: of each job, and of each part,
    /// the first outcome that does not stand behind the failure of its attempt.
    private Map<JobId, Outcome> outcomes() {
      Map<JobId, Outcome> outcomes = new HashMap<>();
      Set<AttemptKey> over = new HashSet<>();
      for (JobEvent event : log) {
        switch (event) {
          case AttemptFailed failure -> over.add(AttemptKey.of(failure));
          case Outcome outcome when over.contains(AttemptKey.of(outcome)) -> {}
          case Outcome outcome -> outcomes.putIfAbsent(outcome.job().id(), outcome);
        }
      }
      return outcomes;
    }

    /// Whether the log does not say how the job, or the request in parts, ended.
    private boolean isOpen(JobId id, Map<JobId, Outcome> outcomes) {
      List<Outcome> parts =
          outcomes.values().stream()
              .filter(outcome -> outcome.job().part() != null)
              .filter(outcome -> outcome.job().part().request().equals(id))
              .toList();
      return !outcomes.containsKey(id) && (parts.isEmpty() || Whole.of(parts).isEmpty());
    }

    private void count(List<Receipt> receipts) {
      for (Receipt receipt : receipts) {
        switch (receipt.disposition()) {
          case Disposition.Posted _ -> firsts.merge(receipt.event().job().id(), 1, Integer::sum);
          case Disposition.RequestPosted(Outcome whole, _) ->
              firsts.merge(whole.job().id(), 1, Integer::sum);
          case Disposition.AttemptKept _ -> attemptsKept++;
          case Disposition.PartKept _,
              Disposition.Duplicate _,
              Disposition.Late _,
              Disposition.Voided _,
              Disposition.Held _ -> {}
          case Disposition.Rejected(String reason) -> throw new AssertionError(reason);
        }
      }
    }

    private void check() {
      Map<JobId, Outcome> outcomes = outcomes();
      billable.removeIf(id -> isOpen(id, outcomes));
      assertThat(ledger.bills().keySet()).isEqualTo(billable);
      assertThat(firsts.keySet()).isEqualTo(billable);
      assertThat(firsts.values()).allMatch(count -> count == 1);
      ledger
          .bills()
          .forEach(
              (id, bill) -> {
                if (outcomes.containsKey(id)) {
                  assertThat(bill.outcome()).as("billed of %s", id).isEqualTo(outcomes.get(id));
                }
              });
      assertThat(attemptsKept).isEqualTo(failed.size());
    }
  }
}
