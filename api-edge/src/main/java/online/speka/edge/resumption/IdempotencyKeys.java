package online.speka.edge.resumption;

import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import reactor.core.publisher.Mono;

/// What keys stand for, the same at every edge, for as long as answers are kept. What cannot be
/// reached ends with [KeysUnreachableException].
public interface IdempotencyKeys {
  /// Makes a key stand for an entry, if it is free.
  Mono<Claim> claim(TenantId tenant, IdempotencyKey key, Entry entry);

  /// Empty if the key is free.
  Mono<Entry> find(TenantId tenant, IdempotencyKey key);

  /// Changes what a key stands for.
  ///
  /// @return whether it stands for this entry's job; if not, nothing has happened
  Mono<Boolean> change(TenantId tenant, IdempotencyKey key, Entry entry);

  /// The same, without waiting: what is not written now costs the next request a look at the
  /// answer.
  void note(TenantId tenant, IdempotencyKey key, Entry entry);

  /// The key is free again.
  ///
  /// @return whether it stood for this job; if not, nothing has happened
  Mono<Boolean> release(TenantId tenant, IdempotencyKey key, JobId job);
}
