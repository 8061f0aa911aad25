package online.speka.edge.funds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.FundsGeneration;
import online.speka.contract.wire.FundsInRedis;
import online.speka.contract.wire.Reservation;
import online.speka.edge.submission.SubmissionObserver;
import org.jspecify.annotations.Nullable;

/// The reservations that this edge answers for, and the generation of funds that it knows.
///
/// Invariant: one that Redis has, and that the ledger does not find at the broker, is here; so a
/// generation that opens can be told of it. Bounded: when it is full, nothing more is reserved.
public final class OpenReservations implements SubmissionObserver {
  private final FundsProperties limits;
  private final LongSupplier ticker;
  private final Map<JobId, Held> held = new LinkedHashMap<>();
  private final Semaphore news = new Semaphore(0);
  private @Nullable FundsGeneration generation;
  private long epoch;

  /// @param epoch in which Redis was told of it
  private record Held(TenantId tenant, Reservation reservation, long epoch, Stage stage) {
    Held at(Stage next) {
      return new Held(tenant, reservation, epoch, next);
    }

    Held toldIn(long other) {
      return new Held(tenant, reservation, other, stage);
    }
  }

  /// Some of a tenant's, for one call to Redis.
  ///
  /// @param epoch in which they were listed
  record Batch(FundsInRedis funds, List<Reservation> reservations, long epoch) {
    List<JobId> jobs() {
      return reservations.stream().map(Reservation::job).toList();
    }
  }

  /// @param ticker monotonic nanoseconds
  OpenReservations(FundsProperties limits, LongSupplier ticker) {
    this.limits = limits;
    this.ticker = ticker;
  }

  /// Redis is about to be asked.
  ///
  /// @return number of the generation to ask; empty if none is open, or there is no room
  public synchronized OptionalLong ask(TenantId tenant, Reservation reservation) {
    if (generation == null || !generation.isOpen() || held.size() >= limits.reservationsMax()) {
      return OptionalLong.empty();
    }
    held.put(reservation.job(), new Held(tenant, reservation, epoch, new Stage.Asked()));
    return OptionalLong.of(generation.number());
  }

  /// Redis has it.
  ///
  /// @return whether that is worth anything: the request was not given up, nor did a new generation
  ///     begin
  public synchronized boolean granted(JobId job) {
    Held asked = held.get(job);
    if (asked == null || !(asked.stage() instanceof Stage.Asked)) {
      return false;
    }
    if (asked.epoch() != epoch) {
      held.remove(job);
      return false;
    }
    held.put(job, asked.at(Stage.Serving.NEW));
    return true;
  }

  /// Redis has it not.
  public synchronized void refused(JobId job) {
    held.remove(job);
  }

  /// Redis does not know this generation: it may have lost everything.
  public void lost() {
    news.release();
  }

  /// The request is over: no more jobs come of it.
  public void over(JobId job) {
    change(
        job,
        stage ->
            switch (stage) {
              case Stage.Asked _ -> new Stage.Returning();
              case Stage.Serving serving -> serving.end(ticker.getAsLong());
              case Stage.Settled _, Stage.Returning _ -> stage;
            });
  }

  @Override
  public void sending(Job job) {
    change(
        request(job), stage -> stage instanceof Stage.Serving serving ? serving.sending() : stage);
  }

  @Override
  public void answered(Job job, Answer answer) {
    long now = ticker.getAsLong();
    if (job.part() == null && answer == Answer.DURABLE) {
      change(job.id(), stage -> stage.stands() ? new Stage.Settled(false, now) : stage);
      return;
    }
    change(
        request(job),
        stage -> stage instanceof Stage.Serving serving ? serving.answered(answer, now) : stage);
  }

  private static JobId request(Job job) {
    Job.Part part = job.part();
    return part == null ? job.id() : part.request();
  }

  private synchronized void change(JobId job, UnaryOperator<Stage> change) {
    Held before = held.get(job);
    if (before == null) {
      return;
    }
    Stage after = change.apply(before.stage());
    held.put(job, before.at(after));
    if (after instanceof Stage.Returning) {
      news.release();
    }
  }

  /// What Redis says of generations.
  ///
  /// @param now null if it knows of none
  /// @return whether another one has begun
  synchronized boolean learn(@Nullable FundsGeneration now) {
    FundsGeneration before = generation;
    if (now == null) {
      generation =
          before == null
              ? null
              : new FundsGeneration(before.number(), FundsGeneration.State.OPENING);
      return false;
    }
    generation = now;
    if (before != null
        && before.number() == now.number()
        && (before.isOpen() == now.isOpen() || now.isOpen())) {
      return false;
    }
    epoch++;
    // Given back with the generation that is over.
    held.values().removeIf(one -> one.stage() instanceof Stage.Returning);
    return true;
  }

  /// Those that this generation has to be told of.
  List<Batch> untold() {
    return batches(one -> one.stage().stands() && one.epoch() != epoch);
  }

  /// This generation has been told.
  synchronized void told(Batch batch) {
    for (JobId job : batch.jobs()) {
      held.computeIfPresent(job, (_, one) -> one.toldIn(batch.epoch()));
    }
  }

  /// Those of which no job comes.
  List<Batch> returning() {
    return batches(one -> one.stage() instanceof Stage.Returning);
  }

  /// Redis has been told that no job comes of them.
  synchronized void returned(Batch batch) {
    batch.jobs().forEach(held::remove);
  }

  private synchronized List<Batch> batches(Predicate<Held> which) {
    FundsGeneration now = generation;
    if (now == null) {
      return List.of();
    }
    Map<TenantId, List<Reservation>> tenants = new LinkedHashMap<>();
    held.values().stream()
        .filter(which)
        .forEach(
            one ->
                tenants
                    .computeIfAbsent(one.tenant(), _ -> new ArrayList<>())
                    .add(one.reservation()));
    List<Batch> batches = new ArrayList<>();
    tenants.forEach(
        (tenant, all) -> {
          FundsInRedis funds = new FundsInRedis(tenant, now.number());
          for (int from = 0; from < all.size(); from += FundsInRedis.ITEMS_MAX) {
            int to = Math.min(all.size(), from + FundsInRedis.ITEMS_MAX);
            batches.add(new Batch(funds, List.copyOf(all.subList(from, to)), epoch));
          }
        });
    return batches;
  }

  /// Forgets what others can find by now.
  synchronized void sweep() {
    long now = ticker.getAsLong();
    held.values()
        .removeIf(
            one ->
                one.stage() instanceof Stage.Settled(boolean doubtful, long since)
                    && now - since
                        > (doubtful ? limits.doubtfulKept() : limits.durableKept()).toNanos());
  }

  public synchronized int size() {
    return held.size();
  }

  /// Number of the open generation; 0 while there is none.
  synchronized long generation() {
    return generation != null && generation.isOpen() ? generation.number() : 0;
  }

  /// Waits until there is something to do, or it is time to look.
  void awaitNews() throws InterruptedException {
    boolean _ = news.tryAcquire(limits.pollInterval().toNanos(), TimeUnit.NANOSECONDS);
    int _ = news.drainPermits();
  }
}
