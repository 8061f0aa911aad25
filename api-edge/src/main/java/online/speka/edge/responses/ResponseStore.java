package online.speka.edge.responses;

import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import reactor.core.publisher.Mono;

/// Keeps responses for as long as they can be retrieved. What cannot be reached ends with
/// [StoreUnreachableException].
public interface ResponseStore {

  /// Completes when another edge would find it.
  Mono<Void> keep(ResponseRecord response);

  /// How a response stands; empty if there is none of this id that is this tenant's.
  Mono<StoredResponse> find(String id, TenantId tenant);

  /// Marks it as wanted by nobody. Its job is not told.
  Mono<Void> cancel(JobId job);

  /// The same, without waiting, for one that is on record: nobody is left to be told.
  void abandon(JobId job);

  /// Forgets it and its log.
  ///
  /// @param over whether nobody writes to the log any more
  Mono<Void> delete(JobId job, boolean over);
}
