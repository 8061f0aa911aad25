package online.speka.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import online.speka.contract.fleet.Heartbeat.LoadedModel;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.dispatcher.Samples;
import online.speka.dispatcher.flowcontrol.Arrival;
import online.speka.dispatcher.flowcontrol.CountingMetrics;
import online.speka.dispatcher.flowcontrol.Decision;
import online.speka.dispatcher.flowcontrol.Legacy;
import online.speka.dispatcher.flowcontrol.ModelOwner;
import online.speka.dispatcher.flowcontrol.Moment;
import online.speka.dispatcher.flowcontrol.OwnerEvent;
import online.speka.dispatcher.flowcontrol.PastFacts;
import online.speka.dispatcher.flowcontrol.Position;
import online.speka.dispatcher.flowcontrol.Shard;
import online.speka.dispatcher.intake.PartitionTracker.Progress;
import online.speka.dispatcher.scheduling.LeastLoadedPicker;
import online.speka.dispatcher.workers.Fleet;
import online.speka.dispatcher.workers.WorkerView;
import online.speka.testkit.schedules.Choices;

/// One model, its owners one after the other, workers, and the two logs between them, in virtual
/// time. Everything that may go wrong on the way does so by lot.
final class SimulatedWorld {

  /// How likely each misfortune is.
  ///
  /// @param failing of an attempt
  /// @param pushLost of an assignment, on its way to the inbox
  /// @param pushRefused of an assignment that is known not to have left
  /// @param workerDies per second and worker
  /// @param workerFreezes per second and worker: silent long enough to be buried, then back
  /// @param ownerDies per second
  /// @param cancelled of a job
  /// @param impatient of a job: its deadline is short
  /// @param poisonous of a job: it kills every worker that runs it
  /// @param outcomeStuck of an outcome: it comes to the log late
  record Odds(
      double failing,
      double pushLost,
      double pushRefused,
      double workerDies,
      double workerFreezes,
      double ownerDies,
      double cancelled,
      double impatient,
      double poisonous,
      double outcomeStuck) {
    static final Odds CALM = new Odds(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    static final Odds ROUGH = new Odds(0.1, 0.03, 0.03, 0.03, 0.03, 0.08, 0.1, 0.1, 0, 0.05);
    static final Odds OWNERS = new Odds(0, 0, 0, 0, 0, 0.2, 0, 0, 0, 0);
    static final Odds WORKERS = new Odds(0, 0, 0, 0.05, 0.02, 0, 0, 0, 0, 0);
    static final Odds ZOMBIES = new Odds(0, 0, 0, 0.1, 0.2, 0, 0, 0, 0, 0.1);
    static final Odds POISON = new Odds(0, 0, 0, 0, 0, 0, 0, 0, 0.05, 0);
  }

  private static final Duration HEARTBEAT = Duration.ofMillis(500);
  private static final Duration READING = Duration.ofMillis(250);
  private static final Duration POLL = Duration.ofMillis(30);
  private static final Duration SUBMISSION = Duration.ofSeconds(10);
  private static final Duration COMMIT = Duration.ofMillis(50);
  private static final Duration SILENCE_MAX = Duration.ofSeconds(2);
  private static final int STEPS_MAX = 2_000_000;

  /// Long enough for what died with the last job to be noticed.
  private static final Duration AFTERWARDS = Duration.ofSeconds(5);

  private final Choices random;
  private final Odds odds;
  private final PriorityQueue<Due> agenda = new PriorityQueue<>();
  private long nowNanos;
  private long steps;

  private final Map<Shard, List<Job>> log = new TreeMap<>();
  private final List<Fact> facts = new ArrayList<>();
  private final Map<JobId, Integer> attempts = new HashMap<>();
  private final Set<JobId> cancelled = new HashSet<>();
  private final Set<JobId> poisonous = new HashSet<>();
  private final Map<JobId, Integer> kills = new HashMap<>();
  private final Set<JobId> told = new HashSet<>();
  private final Deque<Runnable> unread = new ArrayDeque<>();
  private final Map<JobId, Attempt> shutBehind = new HashMap<>();
  private final Map<JobId, Attempt> ends = new HashMap<>();
  private final Map<WorkerId, Worker> workers = new TreeMap<>();
  private final Map<Shard, Progress> committed = new HashMap<>();
  private Owner owner;
  private int epoch = 1;
  private int jobs;
  private int workersMade;
  int takeovers;
  int voided;
  int attemptsStarted;

  SimulatedWorld(Choices random, Odds odds, int jobs, int workers, int slots) {
    this.random = random;
    this.odds = odds;
    for (Lane lane : Lane.values()) {
      log.put(Samples.shard(lane), new ArrayList<>());
    }
    for (int i = 0; i < workers; i++) {
      addWorker(slots);
    }
    for (int i = 0; i < jobs; i++) {
      in(random.between(1, (int) SUBMISSION.toMillis()), this::submit);
    }
    this.owner = new Owner();
    every(READING, () -> owner.readHeartbeats());
    every(COMMIT, () -> owner.commit());
    every(POLL, () -> owner.poll());
    every(Duration.ofSeconds(1), this::misfortunes);
  }

  /// Runs until every job has an outcome and its place in the log is passed, and a while longer.
  void run() {
    while (!isDone()) {
      step();
    }
    long end = nowNanos + AFTERWARDS.toNanos();
    while (nowNanos < end) {
      step();
    }
  }

  private void step() {
    Due next = agenda.remove();
    nowNanos = Math.max(nowNanos, next.nanos);
    next.what.run();
    if (++steps > STEPS_MAX) {
      throw new AssertionError("not done at " + nowNanos + ": " + owner.owner.stats());
    }
  }

  /// What must be true at the end.
  void check() {
    Map<JobId, Outcome> outcomes = firstOutcomes();
    log.values()
        .forEach(
            jobsOfShard -> jobsOfShard.forEach(job -> assertThat(outcomes).containsKey(job.id())));
    assertThat(outcomes).hasSize(jobs);
    outcomes.values().forEach(this::checkBlame);
    if (odds.ownerDies == 0) {
      // A new owner cannot declare lost what neither the topic nor a worker tells it of.
      ends.forEach(
          (job, attempt) ->
              assertThat(outcomes.get(job).attempt())
                  .as("whose end is told of %s", job)
                  .isEqualTo(attempt));
      // One of its clients would wait for ever, or until it gives up.
      outcomes.values().stream()
          .filter(outcome -> outcome.status() != Outcome.Status.CANCELLED)
          .forEach(outcome -> assertThat(told).contains(outcome.job().id()));
    }
    owner.metrics.assertEquationsHold(owner.owner.stats());
  }

  /// A killer is found out in so many attempts; nobody else is failed for what it did.
  private void checkBlame(Outcome outcome) {
    JobId job = outcome.job().id();
    if (poisonous.contains(job)) {
      assertThat(outcome.status()).isEqualTo(Outcome.Status.FAILED);
      assertThat(outcome.cause()).isEqualTo(Cause.WORKER_LOST);
      // Fewer if it was given to a worker that another had just killed; one more, alone, if others
      // were there when it killed the last.
      assertThat(kills.get(job)).isBetween(1, Samples.LIMITS.retries().attemptsMax() + 1);
    } else if (odds.workerDies == 0 && odds.workerFreezes == 0) {
      assertThat(outcome.cause()).as("cause of innocent %s", job).isNotEqualTo(Cause.WORKER_LOST);
    }
  }

  /// Of each job the first that does not stand behind the failure of its own attempt.
  private Map<JobId, Outcome> firstOutcomes() {
    Map<JobId, Outcome> outcomes = new HashMap<>();
    Map<JobId, Set<Attempt>> failed = new HashMap<>();
    for (Fact fact : facts) {
      JobId job = fact.event.job().id();
      Set<Attempt> over = failed.computeIfAbsent(job, _ -> new HashSet<>());
      switch (fact.event) {
        case AttemptFailed failure -> over.add(failure.attempt());
        case Outcome outcome when over.contains(outcome.attempt()) -> voided++;
        case Outcome outcome -> outcomes.putIfAbsent(job, outcome);
      }
    }
    return outcomes;
  }

  int attemptsMax() {
    return attempts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  int outcomes() {
    return (int) facts.stream().filter(fact -> fact.event instanceof Outcome).count();
  }

  private boolean isDone() {
    int submitted = log.values().stream().mapToInt(List::size).sum();
    if (submitted < jobs || jobs == 0 || !agendaIsPast()) {
      return false;
    }
    for (Map.Entry<Shard, List<Job>> shard : log.entrySet()) {
      PartitionTracker tracker = owner.trackers.get(shard.getKey());
      if (tracker.committable() < shard.getValue().size()) {
        return false;
      }
    }
    return true;
  }

  /// Whether all jobs have been submitted.
  private boolean agendaIsPast() {
    return nowNanos > SUBMISSION.toNanos();
  }

  private Moment now() {
    return new Moment(Samples.START.plusNanos(nowNanos), nowNanos);
  }

  private void in(long millis, Runnable what) {
    agenda.add(new Due(nowNanos + millis * 1_000_000 + steps * 7_919 % 1_000_000, steps++, what));
  }

  private void every(Duration interval, Runnable what) {
    in(
        interval.toMillis(),
        () -> {
          what.run();
          every(interval, what);
        });
  }

  private void submit() {
    Lane lane = random.below(3) == 0 ? Lane.BATCH : Lane.INTERACTIVE;
    Instant now = now().wall();
    Duration patience =
        random.chance(odds.impatient)
            ? Duration.ofMillis(random.between(50, 3_000))
            : Duration.ofMinutes(5);
    Job job = Samples.job(++jobs, lane, now, now.plus(patience));
    log.get(Samples.shard(lane)).add(job);
    if (random.chance(odds.poisonous)) {
      poisonous.add(job.id());
      random.note("job " + jobs + " is poisonous");
    }
    if (random.chance(odds.cancelled)) {
      in(
          random.below(3_000),
          () -> {
            cancelled.add(job.id());
            owner.on(new OwnerEvent.Cancelled(job.id()));
          });
    }
  }

  private void misfortunes() {
    if (nowNanos > Duration.ofSeconds(60).toNanos()) {
      return; // Enough is enough: the rest must come to an end.
    }
    for (Worker worker : List.copyOf(workers.values())) {
      if (random.chance(odds.workerDies)) {
        die(worker);
      } else if (random.chance(odds.workerFreezes)) {
        worker.frozen = true;
        random.note(nowNanos / 1_000_000 + " ms: " + worker.id + " is stopped");
        in(random.between(1_000, 6_000), worker::thaw);
      }
    }
    if (random.chance(odds.ownerDies)) {
      takeovers++;
      random.note(nowNanos / 1_000_000 + " ms: the owner dies");
      if (random.below(2) == 1) {
        owner.commit();
      }
      owner.gone = true;
      epoch++;
      owner = new Owner();
    }
  }

  private void die(Worker worker) {
    random.note(
        nowNanos / 1_000_000 + " ms: " + worker.id + " dies with " + worker.running.keySet());
    workers.remove(worker.id);
    worker.gone = true;
    in(random.below(4_000), () -> addWorker(worker.slots));
  }

  private void addWorker(int slots) {
    Worker worker = new Worker(Samples.worker(++workersMade), slots);
    workers.put(worker.id, worker);
  }

  private void write(JobEvent event) {
    facts.add(new Fact(now().wall(), event));
    Owner reader = owner;
    unread.add(() -> reader.on(toEvent(event)));
    // Read in the order of the log, each a moment after it was written.
    in(random.below(5), () -> unread.remove().run());
  }

  /// The end of an answer goes through the replay log, which may be shut.
  private void tellEnd(JobId job, Attempt attempt) {
    Attempt shut = shutBehind.get(job);
    if (shut == null || attempt.compareTo(shut) > 0) {
      told.add(job);
      ends.putIfAbsent(job, attempt);
    }
  }

  private static OwnerEvent toEvent(JobEvent event) {
    return switch (event) {
      case Outcome outcome -> new OwnerEvent.Ended(outcome);
      case AttemptFailed failure -> new OwnerEvent.AttemptEnded(failure);
    };
  }

  private static final Comparator<Attempt> ORDER = Comparator.naturalOrder();

  private record Due(long nanos, long order, Runnable what) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(nanos, other.nanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private record Fact(Instant at, JobEvent event) {}

  /// The process that owns the model, until it dies.
  private final class Owner {
    private final CountingMetrics metrics = new CountingMetrics();
    private final ModelOwner owner =
        new ModelOwner(
            Samples.MODEL,
            epoch,
            Samples.LIMITS,
            new LeastLoadedPicker(new SplittableRandom(1)),
            metrics);
    private final Map<Shard, PartitionTracker> trackers = new HashMap<>();
    private final Map<Shard, Integer> positions = new HashMap<>();
    private final Map<WorkerId, Long> beats = new HashMap<>();
    private boolean gone;

    Owner() {
      Map<Shard, Long> inherited = new HashMap<>();
      Instant since = Instant.MAX;
      for (Shard shard : log.keySet()) {
        Progress commit = committed.get(shard);
        if (commit == null) {
          trackers.put(shard, new PartitionTracker(0));
          positions.put(shard, 0);
          committed.put(shard, trackers.get(shard).progress(now().wall()));
          continue;
        }
        var unpacked = OffsetPack.unpack(commit.offset(), commit.metadata()).orElseThrow();
        trackers.put(shard, PartitionTracker.restored(unpacked));
        positions.put(shard, (int) commit.offset());
        if (commit.offset() < log.get(shard).size()) {
          inherited.put(shard, (long) log.get(shard).size());
          since = unpacked.since().isBefore(since) ? unpacked.since() : since;
        }
      }
      if (!inherited.isEmpty()) {
        Instant from = since;
        on(new OwnerEvent.Inheriting(inherited.keySet(), from));
        // Two rounds of heartbeats, and the replay.
        in(1_200, () -> inherit(inherited, from));
      }
    }

    private void inherit(Map<Shard, Long> ends, Instant from) {
      PastFacts past = new PastFacts(100_000);
      facts.stream()
          .filter(fact -> !fact.at.isBefore(from.minusSeconds(1)))
          .forEach(fact -> past.add(fact.event));
      on(new OwnerEvent.Inherited(new Legacy(ends, past)));
    }

    void poll() {
      for (Map.Entry<Shard, List<Job>> entry : log.entrySet()) {
        Shard shard = entry.getKey();
        for (int i = 0; i < 4 && owner.wants(shard.lane()); i++) {
          int offset = positions.get(shard);
          if (offset >= entry.getValue().size()) {
            break;
          }
          positions.put(shard, offset + 1);
          if (trackers.get(shard).read(offset)) {
            Job job = entry.getValue().get(offset);
            on(
                new OwnerEvent.Arrived(
                    new Arrival(
                        job,
                        new byte[2],
                        new Position(shard, offset),
                        now(),
                        cancelled.contains(job.id()))));
          }
        }
      }
      on(new OwnerEvent.Tick());
    }

    void commit() {
      Instant since = owner.factsSince(now());
      trackers.forEach((shard, tracker) -> committed.put(shard, tracker.progress(since)));
    }

    void readHeartbeats() {
      Map<WorkerId, WorkerView> alive = new HashMap<>();
      Set<WorkerId> fresh = new HashSet<>();
      for (Worker worker : workers.values()) {
        if (worker.silent(nowNanos)) {
          continue;
        }
        alive.put(worker.id, worker.lastView());
        Long before = beats.put(worker.id, worker.beat());
        if (before == null || before != worker.beat()) {
          fresh.add(worker.id);
        }
      }
      on(new OwnerEvent.FleetSeen(new Fleet(alive, fresh, Set.of())));
    }

    void on(OwnerEvent event) {
      if (gone) {
        return;
      }
      for (Decision decision : owner.on(event, now())) {
        perform(decision);
      }
      metrics.assertEquationsHold(owner.stats());
      if (odds.failing == 0 && odds.workerDies == 0 && odds.poisonous == 0) {
        assertWorkConserving();
      }
    }

    private void assertWorkConserving() {
      var stats = owner.stats();
      if (stats.slots().free() > 0 && stats.live().waiting() > 0 && odds.pushRefused == 0) {
        throw new AssertionError("at " + nowNanos + ": idle slot, waiting job");
      }
    }

    private void perform(Decision decision) {
      switch (decision) {
        case Decision.Assign assign -> {
          attemptsStarted++;
          attempts.merge(assign.arrival().job().id(), 1, Integer::sum);
          if (!assign.arrival().job().window().deadline().isAfter(now().wall())) {
            throw new AssertionError("started after its deadline");
          }
          push(assign);
        }
        case Decision.Conclude conclude ->
            in(
                random.below(10),
                () -> {
                  JobId id = conclude.outcome().job().id();
                  if (random.chance(odds.pushRefused)) {
                    on(new OwnerEvent.ConcludeFailed(id));
                  } else {
                    write(conclude.outcome());
                    told.add(id);
                    on(new OwnerEvent.Concluded(id));
                  }
                });
        case Decision.ReportFailure(AttemptFailed failure) ->
            in(
                random.below(10),
                () -> {
                  shutBehind.merge(
                      failure.job().id(), failure.attempt(), BinaryOperator.maxBy(ORDER));
                  in(random.below(10), () -> write(failure));
                });
        case Decision.ReadFacts(long inquiry) ->
            in(random.between(10, 600), () -> on(new OwnerEvent.FactsRead(inquiry)));
        case Decision.Reassure reassure -> told.add(reassure.job().id());
        case Decision.Finish(Position position) ->
            trackers.get(position.shard()).finish(position.offset());
      }
    }

    private void push(Decision.Assign assign) {
      Job job = assign.arrival().job();
      if (random.chance(odds.pushRefused)) {
        in(1, () -> on(new OwnerEvent.HandoffFailed(job.id(), assign.attempt())));
        return;
      }
      if (random.chance(odds.pushLost)) {
        return;
      }
      in(
          random.below(3),
          () -> {
            Worker worker = workers.get(assign.worker());
            if (worker != null) {
              worker.take(job, assign.attempt());
            }
          });
    }
  }

  private final class Worker {
    private final WorkerId id;
    private final int slots;
    private final Map<JobId, Attempt> running = new HashMap<>();
    private long beat;
    private long beatNanos;
    private WorkerView view;
    private boolean gone;
    private boolean frozen;
    private final List<Runnable> frozenWork = new ArrayList<>();

    Worker(WorkerId id, int slots) {
      this.id = id;
      this.slots = slots;
      beat();
      pulse();
    }

    private void pulse() {
      if (!gone) {
        in(
            HEARTBEAT.toMillis(),
            () -> {
              if (!frozen) {
                breathe();
              }
              pulse();
            });
      }
    }

    private void breathe() {
      beat++;
      beatNanos = nowNanos;
      view =
          new WorkerView(
              id,
              beat,
              false,
              Map.of(Samples.MODEL, new LoadedModel(Samples.MODEL, slots, true)),
              running);
    }

    long beat() {
      if (view == null) {
        breathe();
      }
      return beat;
    }

    WorkerView lastView() {
      return view;
    }

    boolean silent(long now) {
      return now - beatNanos > SILENCE_MAX.toNanos();
    }

    void thaw() {
      frozen = false;
      List<Runnable> work = List.copyOf(frozenWork);
      frozenWork.clear();
      work.forEach(Runnable::run);
    }

    void take(Job job, Attempt attempt) {
      doWhenThawed(
          () -> {
            Attempt before = running.put(job.id(), attempt);
            if (before == null) {
              long current = running.values().stream().filter(a -> a.epoch() == epoch).count();
              if (odds.equals(Odds.CALM)) {
                assertThat(current).as("slots of %s", id).isLessThanOrEqualTo(slots);
              }
            }
            if (poisonous.contains(job.id())) {
              in(random.between(1, 300), () -> kill(job));
            } else {
              in(random.between(10, 1_500), () -> doWhenThawed(() -> end(job, attempt)));
            }
          });
    }

    private void kill(Job job) {
      if (!gone) {
        kills.merge(job.id(), 1, Integer::sum);
        die(this);
      }
    }

    private void end(Job job, Attempt attempt) {
      if (!attempt.equals(running.get(job.id()))) {
        return;
      }
      JobEvent event;
      if (random.chance(odds.failing)) {
        event = Samples.failure(job, attempt, Cause.ENGINE_ERROR);
      } else if (cancelled.contains(job.id())) {
        event = Samples.outcome(job, attempt, Outcome.Status.CANCELLED, Cause.CLIENT_GONE);
      } else {
        event = Samples.outcome(job, attempt);
      }
      if (random.chance(odds.outcomeStuck)) {
        // In a connection that is half open: it comes out, whatever has become of its worker.
        in(
            random.between(500, 6_000),
            () -> {
              write(event);
              doWhenThawed(() -> written(job.id(), attempt, event));
            });
        return;
      }
      in(
          random.below(5),
          () ->
              doWhenThawed(
                  () -> {
                    write(event);
                    written(job.id(), attempt, event);
                  }));
    }

    private void written(JobId job, Attempt attempt, JobEvent event) {
      running.remove(job, attempt);
      if (event instanceof Outcome) {
        in(random.below(5), () -> doWhenThawed(() -> tellEnd(job, attempt)));
      }
    }

    private void doWhenThawed(Runnable work) {
      if (gone) {
        return;
      }
      if (frozen) {
        frozenWork.add(work);
      } else {
        work.run();
      }
    }
  }
}
