package online.speka.edge.openai;

import java.time.Duration;
import java.time.InstantSource;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Job;
import online.speka.edge.resumption.Entry;
import online.speka.edge.resumption.ResumptionProperties;
import online.speka.edge.streaming.Followed;
import online.speka.edge.streaming.Opening;
import online.speka.edge.streaming.TokenStream;
import online.speka.edge.streaming.TokenStreams;
import reactor.core.publisher.Mono;

/// The answer to a job that an earlier request began, for a client that came later: from its first
/// byte, or behind the last event that the client has seen; from the log as far as it goes, and
/// then as it comes.
final class AttachedExchange {
  private final TokenStreams streams;
  private final JobExchange jobs;
  private final JobFactory factory;
  private final KeptExchange.Keys keys;
  private final ResumptionProperties settings;
  private final InstantSource clock;

  AttachedExchange(
      TokenStreams streams,
      JobExchange jobs,
      JobFactory factory,
      KeptExchange.Keys keys,
      ResumptionProperties settings,
      InstantSource clock) {
    this.streams = streams;
    this.jobs = jobs;
    this.factory = factory;
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /// @param entry what the request's key stands for
  Mono<Void> run(KeptRequest asked, Entry entry) {
    asked.sender().place().releaseBody();
    Job job = factory.known(asked.work().job(), entry);
    KeptManner manner = new KeptManner(asked, asked.work().manner(job), keys, entry);
    return Mono.using(
        () -> streams.follow(followed(asked, entry), asked.client()),
        stream -> stream.opening().flatMap(opening -> answer(asked, stream, opening, manner)),
        TokenStream::close);
  }

  private Followed followed(KeptRequest asked, Entry entry) {
    Duration left = Duration.between(clock.instant(), entry.deadline());
    return new Followed(
        entry.job(),
        asked.call().key(),
        asked.request().streaming(),
        left.isNegative() ? Duration.ZERO : left,
        settings.unattendedMax());
  }

  private Mono<Void> answer(
      KeptRequest asked, TokenStream stream, Opening opening, KeptManner manner) {
    return jobs.answer(asked.call(), stream, unlessCancelled(opening), manner);
  }

  /// A job that was cancelled because nobody attended it has no answer.
  private static Opening unlessCancelled(Opening opening) {
    return opening instanceof Opening.Refused(ApiError error, boolean begun)
            && error.reason() == ErrorReason.CLIENT_GONE
        ? new Opening.Refused(
            ApiError.of(
                ErrorReason.STREAM_EXPIRED,
                "The request was cancelled, because nobody waited for its answer. Send it under a"
                    + " new Idempotency-Key."),
            begun)
        : opening;
  }
}
