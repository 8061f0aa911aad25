package online.speka.ledger.generations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.FundsGeneration;
import online.speka.contract.wire.FundsInRedis.Left;
import online.speka.contract.wire.FundsInRedis.Used;
import online.speka.contract.wire.Reservation;
import online.speka.ledger.Facts;
import online.speka.ledger.funds.Ended;
import online.speka.ledger.funds.FundBoard;
import online.speka.ledger.funds.FundBoardUnavailableException;
import online.speka.ledger.funds.FundLevels;
import online.speka.ledger.funds.FundUpdate;
import org.junit.jupiter.api.Test;

/** Generations over a Redis that forgets and ledgers that die, in an order drawn from a seed. */
class GenerationOpeningTest {

  private static final String FUND = "balance";

  /**
   * Whatever dies at whichever step, and whatever is billed meanwhile: in a generation that is open
   * every reservation that stands is entered, no other is, and the fund has what the books say.
   */
  @Test
  void anOpenGenerationHasEveryReservationThatStandsAndNoOther() {
    for (int seed = 0; seed < 3_000; seed++) {
      World world = new World(seed);
      for (int i = 0; i < 12; i++) {
        world.submit();
      }
      boolean opened = false;
      for (long number = 1; !opened; number++) {
        assertThat(number).as("seed %d never opens", seed).isLessThan(200);
        world.dieAfter = world.random.nextInt(4) == 0 ? Integer.MAX_VALUE : world.random.nextInt(9);
        try {
          opened = world.opening().run(number);
        } catch (Died e) {
          assertThat(world.mark.isOpen()).as("seed %d", seed).isFalse();
        }
      }
      world.billAll();

      assertThat(world.mark.isOpen()).isTrue();
      assertThat(world.loaded).contains(world.mark.number());
      assertThat(world.here().open.keySet())
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(world.standing());
      assertThat(world.here().left).as("seed %d", seed).isEqualTo(world.left());
    }
  }

  @Test
  void aLedgerThatWasAsleepOpensNothingOverANewerGeneration() {
    World world = new World(1);
    world.submit();
    world.outcomesCatchUp = true;
    GenerationOpening late = world.opening();
    assertThat(world.opening().run(7)).isTrue();

    assertThat(late.run(6)).isFalse();

    assertThat(world.mark).isEqualTo(new FundsGeneration(7, FundsGeneration.State.OPEN));
  }

  private static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** One generation's state in Redis. */
  private static final class Board {
    final Map<JobId, Reservation> open = new HashMap<>();
    long left = -1;
    long version = -1;
  }

  /** Kafka, the books and Redis, small. */
  private static final class World
      implements FundBoard, FundLevels, GenerationBoard, UnfinishedJobs, OpenJobs {

    final Random random;
    final List<Job> kafka = new ArrayList<>();
    final Map<JobId, Long> bills = new HashMap<>();
    final Map<Long, Board> boards = new TreeMap<>();
    final Set<Long> loaded = new HashSet<>();
    FundsGeneration mark = new FundsGeneration(0, FundsGeneration.State.OPEN);
    boolean outcomesCatchUp;
    int dieAfter = Integer.MAX_VALUE;

    World(int seed) {
      this.random = new Random(seed);
    }

    GenerationOpening opening() {
      return new GenerationOpening(this, new Sources(this, this, this, this), () -> true);
    }

    void submit() {
      kafka.add(Facts.job(Facts.jobId(random)));
    }

    /** Jobs of a request in parts have one reservation; here each job is a whole request. */
    Set<JobId> standing() {
      return kafka.stream()
          .map(Job::id)
          .filter(job -> !bills.containsKey(job))
          .collect(Collectors.toSet());
    }

    long left() {
      return 100_000 - bills.values().stream().mapToLong(Long::longValue).sum();
    }

    Board here() {
      return boards.get(mark.number());
    }

    /** The intake settles what it bills, in the generation there is, as soon as it is committed. */
    void bill(Job job) {
      if (bills.putIfAbsent(job.id(), 10L) == null) {
        push(
            List.of(
                new FundUpdate(Facts.LOCAL, List.of(new Used(job.id(), 10)), List.of(level()))));
      }
    }

    void billAll() {
      for (Job job : kafka) {
        if (random.nextInt(3) == 0) {
          bill(job);
        }
      }
    }

    /** Between any two steps something happens, or the ledger dies. */
    private void step() {
      if (random.nextInt(2) == 0) {
        bill(kafka.get(random.nextInt(kafka.size())));
      }
      if (dieAfter-- <= 0) {
        throw new Died();
      }
    }

    private Left level() {
      return new Left(FUND, left(), bills.size());
    }

    private void take(Board board, Left left) {
      if (left.version() > board.version) {
        board.left = left.amount();
        board.version = left.version();
      }
    }

    @Override
    public List<UnknownFund> push(List<FundUpdate> updates) {
      Board board = boards.computeIfAbsent(mark.number(), _ -> new Board());
      for (FundUpdate update : updates) {
        update.ended().forEach(used -> board.open.remove(used.job()));
        if (board.version >= 0) {
          update.levels().forEach(left -> take(board, left));
        }
      }
      return List.of();
    }

    @Override
    public void open(long generation, List<FundUpdate> updates) {
      step();
      Board board = boards.computeIfAbsent(generation, _ -> new Board());
      updates.forEach(update -> update.levels().forEach(left -> take(board, left)));
      step();
    }

    @Override
    public void reassert(long generation, TenantId tenant, List<Reservation> reservations) {
      step();
      Board board = boards.computeIfAbsent(generation, _ -> new Board());
      reservations.forEach(one -> board.open.putIfAbsent(one.job(), one));
      step();
    }

    @Override
    public long generation() {
      return mark.number();
    }

    @Override
    public List<Reservation> reservations(long generation, TenantId tenant) {
      step();
      return List.copyOf(boards.computeIfAbsent(generation, _ -> new Board()).open.values());
    }

    @Override
    public List<FundUpdate> after(Collection<Ended> ended) {
      throw new FundBoardUnavailableException("not asked here", new IllegalStateException());
    }

    @Override
    public FundUpdate of(TenantId tenant) {
      return new FundUpdate(tenant, List.of(), List.of(level()));
    }

    @Override
    public List<FundUpdate> page(String after, int tenantsMax) {
      return after.isEmpty() ? List.of(of(Facts.LOCAL)) : List.of();
    }

    @Override
    public Map<JobId, Long> decided(Collection<JobId> reservations) {
      return reservations.stream()
          .filter(bills::containsKey)
          .collect(Collectors.toMap(job -> job, bills::get));
    }

    @Override
    public Map<KeyId, List<String>> fundsOf(Collection<KeyId> keys) {
      return keys.stream().collect(Collectors.toMap(key -> key, _ -> List.of(FUND)));
    }

    @Override
    public Set<TenantId> tenants() {
      return Set.of(Facts.LOCAL);
    }

    @Override
    public Optional<FundsGeneration> current() {
      return Optional.of(mark);
    }

    @Override
    public boolean isLoaded(long number) {
      return loaded.contains(number);
    }

    @Override
    public boolean announce(long number) {
      if (mark.number() >= number) {
        return false;
      }
      mark = new FundsGeneration(number, FundsGeneration.State.OPENING);
      step();
      return true;
    }

    @Override
    public void load(long number) {
      step();
      loaded.add(number);
    }

    @Override
    public boolean open(long number) {
      step();
      if (mark.number() != number) {
        return false;
      }
      mark = new FundsGeneration(number, FundsGeneration.State.OPEN);
      return true;
    }

    @Override
    public void forgetBefore(long number) {
      boards.keySet().removeIf(old -> old < number);
    }

    @Override
    public List<Job> read(Predicate<TenantId> tenants) {
      step();
      // Dispatchers have committed some of those that have ended.
      return kafka.stream()
          .filter(job -> !bills.containsKey(job.id()) || random.nextBoolean())
          .toList();
    }

    @Override
    public boolean awaitOutcomes() {
      step();
      return outcomesCatchUp || random.nextInt(10) > 0;
    }

    @Override
    public List<Job> of(Collection<TenantId> tenants) {
      return List.of();
    }
  }
}
