package online.speka.edge.openai;

import online.speka.contract.job.Job;
import online.speka.contract.principal.Principal;
import online.speka.contract.principal.TenantId;
import online.speka.edge.admission.Place;
import online.speka.edge.resumption.Entry;
import online.speka.edge.resumption.Fingerprint;
import online.speka.edge.resumption.IdempotencyKey;
import online.speka.edge.resumption.Resuming;
import online.speka.edge.validation.InferenceRequest;
import reactor.core.publisher.Mono;

/// A valid request that may have been sent before.
record KeptRequest(
    Sender sender, Again again, InferenceRequest request, Fingerprint fingerprint, Work work) {

  /// @param place pays for the body
  record Sender(Call call, Principal principal, Place place) {}

  /// How it may be sent again.
  ///
  /// @param seen how many events the client has seen already
  record Again(IdempotencyKey key, boolean numbered, long seen) {
    Again(IdempotencyKey key, Resuming resuming) {
      this(key, resuming.numbered(), resuming.seen());
    }
  }

  /// What is done with it if it is new.
  interface Work {
    /// Its job; the id is the call's.
    Job job();

    /// Runs the job, until the last byte of its answer.
    Mono<Void> run(Job job, Manner manner);

    /// What a client sees of the answer, whoever ran the job.
    Manner manner(Job job);
  }

  TenantId tenant() {
    return sender.principal().tenant();
  }

  Call call() {
    return sender.call();
  }

  NettyClientConnection client() {
    return NettyClientConnection.of(call().exchange().getResponse());
  }

  Entry entry(Job job) {
    return new Entry(
        job.id(),
        Entry.Stage.CLAIMED,
        fingerprint,
        job.window().submittedAt(),
        job.window().deadline());
  }
}
