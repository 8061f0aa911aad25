package online.speka.edge.openai;

import online.speka.contract.error.ApiError;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.edge.draining.Drain;
import online.speka.edge.resumption.Entry;
import online.speka.edge.resumption.IdempotencyKeys;
import online.speka.edge.resumption.NumberedEvents;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/// The manner of a request that may be sent again, around that of its kind.
final class KeptManner implements Manner {
  private final KeptRequest asked;
  private final Manner kind;
  private final IdempotencyKeys keys;
  private final Drain drain;
  private final Entry entry;

  KeptManner(KeptRequest asked, Manner kind, KeptExchange.Keys known, Job job) {
    this(asked, kind, known, asked.entry(job));
  }

  /// @param entry what the key stands for
  KeptManner(KeptRequest asked, Manner kind, KeptExchange.Keys known, Entry entry) {
    this.asked = asked;
    this.kind = kind;
    this.keys = known.keys();
    this.drain = known.drain();
    this.entry = entry;
  }

  @Override
  public Flux<byte[]> events(Flux<byte[]> body) {
    Flux<byte[]> events = kind.events(body);
    return asked.again().numbered()
        ? NumberedEvents.of(events, asked.again().seen()).takeUntilOther(cut())
        : events;
  }

  /// Its client comes back, to another edge, when this one ends.
  private Mono<Void> cut() {
    return drain.cut().publishOn(Schedulers.fromExecutor(asked.client()::execute));
  }

  /// The job runs on.
  @Override
  public void left() {}

  @Override
  public void submitted() {
    keys.note(asked.tenant(), asked.again().key(), entry.submitted());
  }

  @Override
  public Mono<Void> refused(ApiError error, boolean begun) {
    return Entry.isFreedBy(error.reason(), begun) ? release() : Mono.empty();
  }

  /// The key is free again, or will be when it expires.
  Mono<Void> release() {
    JobId job = entry.job();
    return keys.release(asked.tenant(), asked.again().key(), job).onErrorComplete().then();
  }
}
