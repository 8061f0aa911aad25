package online.speka.edge.openai;

import online.speka.contract.error.ApiError;
import online.speka.contract.job.Job;
import online.speka.contract.principal.Principal;
import online.speka.edge.admission.Place;
import online.speka.edge.streaming.JobFailedException;
import online.speka.edge.streaming.Opening;
import online.speka.edge.streaming.TokenStream;
import online.speka.edge.streaming.TokenStreams;
import online.speka.edge.submission.JobNotAcceptedException;
import online.speka.edge.submission.JobSubmitter;
import online.speka.edge.validation.InferenceRequest;
import online.speka.edge.validation.InvalidRequestException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// From a valid request to the last byte of its answer.
///
/// The stream is open before the job is submitted, because a frame may be faster than the broker's
/// acknowledgement; and it is closed when the exchange ends, whoever ends it, which cancels a job
/// that is not over. Status and headers wait for the first frame.
final class JobExchange implements RequestExchange {
  private final JobFactory factory;
  private final TokenStreams streams;
  private final JobSubmitter submitter;
  private final Answers answers;
  private final ApiErrors errors;

  JobExchange(
      JobFactory factory,
      TokenStreams streams,
      JobSubmitter submitter,
      Answers answers,
      ApiErrors errors) {
    this.factory = factory;
    this.streams = streams;
    this.submitter = submitter;
    this.answers = answers;
    this.errors = errors;
  }

  @Override
  public Mono<Void> run(
      Call call, Principal principal, Place place, InferenceRequest request, byte[] body) {
    if (!isUp()) {
      return Mono.error(new InvalidRequestException(errors.unavailable()));
    }
    Job job = factory.job(call, principal, request, body);
    return run(call, place, job, body, plain(call));
  }

  /// A stream as its worker wrote it, and one event more if it fails.
  static Manner plain(Call call) {
    return events -> withErrorEvent(call, events);
  }

  Mono<Void> run(Call call, Place place, Job job, byte[] body, Manner manner) {
    return Mono.using(
        () -> streams.open(job, NettyClientConnection.of(call.exchange().getResponse())),
        stream ->
            Mono.firstWithSignal(stream.opening(), submitted(job, body, place, manner))
                .doOnError(JobNotAcceptedException.class, _ -> stream.withdraw())
                .flatMap(
                    opening -> {
                      place.releaseBody();
                      return answer(call, stream, opening, manner);
                    }),
        stream -> close(stream, manner));
  }

  /// Submits a job that nobody here waits for.
  ///
  /// @return completes when it is durable
  Mono<Void> submit(Job job, byte[] body) {
    return submitter.submit(job, body);
  }

  /// Whether a job can be taken now.
  boolean isUp() {
    return streams.isUp() && submitter.isUp();
  }

  /// Ends only with a failure: an acknowledged job is not an answer yet.
  private Mono<Opening> submitted(Job job, byte[] body, Place place, Manner manner) {
    return submitter
        .submit(job, body)
        .doOnSuccess(
            _ -> {
              place.releaseBody();
              manner.submitted();
            })
        .then(Mono.never());
  }

  private static void close(TokenStream stream, Manner manner) {
    stream.close();
    if (!stream.isJobOver()) {
      manner.left();
    }
  }

  /// Answers as the stream opens.
  Mono<Void> answer(Call call, TokenStream stream, Opening opening, Manner manner) {
    return switch (opening) {
      case Opening.Refused(ApiError error, boolean begun) -> {
        call.failed(error.reason());
        yield manner
            .refused(error, begun)
            .then(
                Mono.defer(
                    () -> begun ? answers.finalError(call, error) : answers.error(call, error)));
      }
      case Opening.Whole(long length, Flux<byte[]> pieces) ->
          answers.json(call, length, pieces).doOnSuccess(_ -> call.completed());
      case Opening.Flowing(Flux<byte[]> body) -> {
        call.firstToken();
        yield answers
            .events(call, manner.events(body))
            .doOnSuccess(
                _ -> {
                  if (stream.isJobOver()) {
                    call.completed();
                  }
                });
      }
    };
  }

  private static Flux<byte[]> withErrorEvent(Call call, Flux<byte[]> body) {
    return body.onErrorResume(
        JobFailedException.class,
        failure -> {
          call.failed(failure.error().reason());
          return Flux.just(Envelope.event(failure.error()));
        });
  }
}
