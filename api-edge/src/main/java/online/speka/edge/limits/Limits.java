package online.speka.edge.limits;

import java.time.Instant;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.Principal;
import online.speka.contract.usage.MicroCredits;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/// Charges requests against the limits of whoever sends them, and reserves what they can cost.
public interface Limits {

  /// One request.
  ///
  /// @param job under which it is charged, whether or not a job comes of it
  /// @param model which it asks; null for one that is refused for what is in it
  /// @param tokens most that it can take; 0 for one that is refused for what is in it
  /// @param most that it can cost; nothing for one that makes no job
  /// @param deadline when its place among the parallel ones is given up at the latest
  record Request(
      JobId job, @Nullable ModelId model, long tokens, MicroCredits most, Instant deadline) {}

  /// Ends with a verdict; what cannot be known is [LimitVerdict.Unknown].
  Mono<LimitVerdict> charge(Principal principal, Request request);

  /// The request is over: its place among the parallel ones is free, and what it reserved is given
  /// back if no job came of it.
  void release(Principal principal, JobId job);

  /// The request is over and its job goes on: whoever settles the job gives its place back.
  void leave(JobId job);

  /// No job came of the request: it has used no tokens.
  void refund(Principal principal, JobId job);
}
