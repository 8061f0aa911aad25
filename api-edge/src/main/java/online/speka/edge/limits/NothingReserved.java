package online.speka.edge.limits;

import java.util.List;
import online.speka.contract.guard.Guard;
import online.speka.contract.guard.Guards;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.Principal;
import reactor.core.publisher.Mono;

/// Limits for a fault campaign without [Guard#RESERVATION]: no fund is asked and nothing is set
/// aside, as if nobody had any.
///
/// @param limits the true ones
record NothingReserved(Limits limits) implements Limits {

  /// The limits themselves, unless the guard is missing.
  static Limits unless(Guards guards, Limits limits) {
    return guards.has(Guard.RESERVATION) ? limits : new NothingReserved(limits);
  }

  @Override
  public Mono<LimitVerdict> charge(Principal principal, Request request) {
    return limits.charge(withoutFunds(principal), request);
  }

  private static Principal withoutFunds(Principal principal) {
    return new Principal(
        principal.tenant(),
        principal.project(),
        principal.key(),
        principal.access(),
        principal.limits(),
        List.of(),
        principal.state(),
        principal.version());
  }

  @Override
  public void release(Principal principal, JobId job) {
    limits.release(principal, job);
  }

  @Override
  public void leave(JobId job) {
    limits.leave(job);
  }

  @Override
  public void refund(Principal principal, JobId job) {
    limits.refund(principal, job);
  }
}
