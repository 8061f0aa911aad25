package online.speka.contract.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import org.jspecify.annotations.Nullable;

/// Asks whether a request fits under its limits and funds, and if so charges and reserves: one
/// step, one round trip.
public final class AdmissionCall {
  private AdmissionCall() {}

  /// The request that wants to be admitted.
  ///
  /// @param deadline when its place among the parallel ones is given up at the latest
  /// @param kept how long its charge can be corrected
  public record Request(TenantId tenant, JobId job, Instant deadline, Duration kept) {}

  /// One limit, and what the request takes of it.
  ///
  /// @param key name of the limit's key
  /// @param per the time in which its amount flows back; zero for a limit on parallel requests
  /// @param estimated whether what it takes is corrected later
  public record LimitUse(String key, long amount, Duration per, long cost, boolean estimated) {}

  /// Limits only. The text may be sent whole.
  public static RedisCall of(Request request, List<LimitUse> limits) {
    return call(RedisScripts.ADMIT, request, limits, null, 0);
  }

  /// Limits and funds. The text must never be sent whole: see [FundsGeneration].
  ///
  /// @param reservation of the same job, until the same deadline
  /// @param generation number of the open generation
  public static RedisCall of(
      Request request, List<LimitUse> limits, Reservation reservation, long generation) {
    String script = RedisScripts.admissionIn(generation);
    return call(script, request, limits, reservation, generation);
  }

  private static RedisCall call(
      String script,
      Request request,
      List<LimitUse> limits,
      @Nullable Reservation reservation,
      long generation) {
    List<String> keys = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    arguments.add(request.job().toString());
    arguments.add(Long.toString(request.deadline().toEpochMilli()));
    arguments.add(Long.toString(request.kept().toMillis()));
    arguments.add(Integer.toString(limits.size()));
    arguments.add(reservation == null ? "0" : Long.toString(reservation.cost().value()));
    for (LimitUse limit : limits) {
      keys.add(limit.key());
      arguments.add(limit.per().isZero() ? "parallel" : "flow");
      arguments.add(Long.toString(limit.amount()));
      arguments.add(Long.toString(TimeUnit.NANOSECONDS.toMicros(limit.per().toNanos())));
      arguments.add(Long.toString(limit.cost()));
      arguments.add(limit.estimated() ? "1" : "0");
    }
    keys.add(RedisNames.charge(request.tenant(), request.job()));
    if (reservation != null) {
      FundsInRedis names = new FundsInRedis(request.tenant(), generation);
      keys.add(names.reservations());
      for (String fund : reservation.funds()) {
        keys.add(names.fund(fund));
        arguments.add(fund);
      }
    }
    return RedisCall.of(script, keys, arguments);
  }
}
