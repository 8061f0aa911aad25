package online.speka.contract.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;

/// One tenant's funds and reservations in one generation, and what can be done to them. Every call
/// may be repeated. Their texts may be sent whole, unlike the one that admits: see
/// [FundsGeneration].
///
/// @param generation number of the generation; 0 where there is none yet
public record FundsInRedis(TenantId tenant, long generation) {

  /// Most jobs, funds or reservations of one call: Redis does nothing else meanwhile.
  public static final int ITEMS_MAX = 1000;

  public FundsInRedis {
    Objects.requireNonNull(tenant);
  }

  /// What a job has really used.
  ///
  /// @param tokens prompt and completion; 0 for a job that never was
  public record Used(JobId job, long tokens) {
    public Used {
      if (tokens < 0) {
        throw new IllegalArgumentException("tokens are never negative: " + tokens);
      }
    }
  }

  /// What is in a fund.
  ///
  /// @param amount in micro-credits; reservations are not taken off. What a script cannot hold is
  ///     cut to what it can: nobody can spend as much
  /// @param version grows with every change of this fund; an older one never replaces a newer one
  public record Left(String fund, long amount, long version) {
    public Left {
      fund = Reservation.requireId(fund);
      amount = Math.clamp(amount, -Reservation.AMOUNT_MAX, Reservation.AMOUNT_MAX);
      if (version < 0 || version > Reservation.AMOUNT_MAX) {
        throw new IllegalArgumentException(
            "a version is 0 to " + Reservation.AMOUNT_MAX + ", not " + version);
      }
    }
  }

  /// Name of the hash with the tenant's reservations: job to [Reservation#entry].
  public String reservations() {
    return RedisNames.reservations(tenant, generation);
  }

  /// Name of a fund's hash.
  public String fund(String id) {
    return RedisNames.funds(tenant, generation) + Reservation.requireId(id);
  }

  /// Ends the jobs' reservations, corrects their charges, and takes over what is left. Answers the
  /// ids (multi) of funds that are not known in this generation and stay so: Redis has lost them.
  public RedisCall settle(Collection<Used> jobs, Collection<Left> funds) {
    return settle(jobs, funds, false);
  }

  /// Makes funds known, or takes over what is left in them: for one that is new, and for all of
  /// them while a generation opens. Never afterwards: with a fund that is lost, its reservations
  /// are too.
  public RedisCall open(Collection<Left> funds) {
    return settle(List.of(), funds, true);
  }

  /// No job comes of these, or no bill: they have reserved and used nothing.
  public RedisCall giveBack(Collection<JobId> jobs) {
    return settle(jobs.stream().map(job -> new Used(job, 0)).toList(), List.of(), false);
  }

  /// Enters reservations that stand. Answers how many were not there.
  public RedisCall reassert(Collection<Reservation> reservations) {
    requireFew(reservations);
    List<String> arguments = new ArrayList<>(1 + 2 * reservations.size());
    arguments.add(RedisNames.funds(tenant, generation));
    for (Reservation reservation : reservations) {
      arguments.add(reservation.job().toString());
      arguments.add(reservation.entry());
    }
    return RedisCall.of(RedisScripts.REASSERT, List.of(reservations()), arguments);
  }

  private RedisCall settle(Collection<Used> jobs, Collection<Left> funds, boolean opens) {
    requireFew(jobs);
    requireFew(funds);
    List<String> keys = new ArrayList<>(1 + jobs.size());
    List<String> arguments = new ArrayList<>(3 + 2 * jobs.size() + 3 * funds.size());
    keys.add(reservations());
    arguments.add(RedisNames.funds(tenant, generation));
    arguments.add(opens ? "1" : "0");
    arguments.add(Integer.toString(jobs.size()));
    for (Used used : jobs) {
      keys.add(RedisNames.charge(tenant, used.job()));
      arguments.add(used.job().toString());
      arguments.add(Long.toString(used.tokens()));
    }
    for (Left left : funds) {
      arguments.add(left.fund());
      arguments.add(Long.toString(left.amount()));
      arguments.add(Long.toString(left.version()));
    }
    return RedisCall.of(RedisScripts.SETTLE_TENANT, keys, arguments);
  }

  private static void requireFew(Collection<?> items) {
    if (items.size() > ITEMS_MAX) {
      throw new IllegalArgumentException("at most " + ITEMS_MAX + " at once, not " + items.size());
    }
  }
}
