package online.speka.edge.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.time.InstantSource;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Job;
import online.speka.contract.principal.Principal;
import online.speka.contract.wire.ResponseObject;
import online.speka.edge.admission.Place;
import online.speka.edge.responses.ResponseDocuments;
import online.speka.edge.responses.ResponseEvents;
import online.speka.edge.responses.ResponseRecord;
import online.speka.edge.responses.ResponseStore;
import online.speka.edge.responses.ResponsesProperties;
import online.speka.edge.responses.StoredResponse;
import online.speka.edge.streaming.Cancellations;
import online.speka.edge.streaming.Followed;
import online.speka.edge.streaming.Opening;
import online.speka.edge.streaming.TokenStream;
import online.speka.edge.streaming.TokenStreams;
import online.speka.edge.validation.InvalidRequestException;
import online.speka.edge.validation.ResponsesRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/// From a valid request for a response to the last byte of its answer, and from its id to the same.
///
/// A response that can be retrieved is on record before its job is submitted. One in the background
/// is answered as soon as its job is durable; its events are read from the replay log, by this edge
/// as by any other.
final class ResponseExchange {
  private static final byte[] KEEP_ALIVE = ": ka\n".getBytes(US_ASCII);

  private final JobFactory factory;
  private final JobExchange jobs;
  private final Answers answers;
  private final ApiErrors errors;
  private final Kept kept;
  private final InstantSource clock;

  /// Where responses are found again.
  record Kept(
      ResponseStore store,
      TokenStreams streams,
      Cancellations cancellations,
      ResponsesProperties settings) {}

  /// A request whose body is what its job will carry.
  ///
  /// @param input the value of its input, as JSON
  record Accepted(ResponsesRequest request, byte[] body, byte[] input) {}

  ResponseExchange(
      JobFactory factory,
      JobExchange jobs,
      Answers answers,
      ApiErrors errors,
      Kept kept,
      InstantSource clock) {
    this.factory = factory;
    this.jobs = jobs;
    this.answers = answers;
    this.errors = errors;
    this.kept = kept;
    this.clock = clock;
  }

  /// The response that another one continues.
  Mono<StoredResponse> previous(Call call, Principal principal, String id) {
    return kept.store()
        .find(id, principal.tenant())
        .switchIfEmpty(
            Mono.error(
                () ->
                    new InvalidRequestException(
                        ApiError.ofParam(
                            ErrorReason.NOT_FOUND,
                            "The previous response was not found. It may have expired.",
                            "previous_response_id"))))
        .publishOn(onEventLoop(call));
  }

  static InvalidRequestException unfinished() {
    return new InvalidRequestException(
        ApiError.ofParam(
            ErrorReason.INVALID_VALUE,
            "The previous response has no output that could be continued.",
            "previous_response_id"));
  }

  /// Longest life of a response in the background.
  Duration backgroundWaitMax() {
    return kept.settings().backgroundWaitMax();
  }

  Mono<Void> run(Call call, Principal principal, Place place, Accepted accepted) {
    if (!jobs.isUp()) {
      return Mono.error(new InvalidRequestException(errors.unavailable()));
    }
    ResponsesRequest request = accepted.request();
    Job made = factory.job(call, principal, request.inference(), accepted.body());
    Job job =
        request.background()
            ? factory.background(made, kept.settings())
            : request.store() ? factory.retrievable(made, kept.settings()) : made;
    ResponseRecord response = record(job, accepted);
    Mono<Void> rest =
        request.background()
            ? background(call, place, job, accepted.body(), response)
            : jobs.run(call, place, job, accepted.body(), manner(call, request, response));
    return request.store()
        ? kept.store().keep(response).publishOn(onEventLoop(call)).then(Mono.defer(() -> rest))
        : rest;
  }

  private static ResponseRecord record(Job job, Accepted accepted) {
    return new ResponseRecord(
        job.id(),
        job.origin().tenant(),
        ResponseObject.opening(job, accepted.request().fields()),
        accepted.input(),
        new ResponseRecord.Mode(job.target().streaming(), accepted.request().background(), false),
        job.window().deadline());
  }

  /// When the client leaves, nobody wants the response any more.
  private Manner manner(Call call, ResponsesRequest request, ResponseRecord response) {
    return new Manner() {
      @Override
      public Flux<byte[]> events(Flux<byte[]> body) {
        return ResponseExchange.events(call, response, 0).of(body);
      }

      @Override
      public void left() {
        if (request.store()) {
          kept.store().abandon(response.job());
        }
      }
    };
  }

  private Mono<Void> background(
      Call call, Place place, Job job, byte[] body, ResponseRecord response) {
    return jobs.submit(job, body)
        .onErrorResume(failure -> withdraw(job, failure))
        .doOnSuccess(_ -> place.releaseBody())
        .publishOn(onEventLoop(call))
        .then(
            Mono.defer(
                () -> {
                  if (job.target().streaming()) {
                    return follow(call, response, 0);
                  }
                  call.completed();
                  return answers.json(
                      call, ResponseDocuments.without(response.opening(), "queued"));
                }));
  }

  /// A job that was not acknowledged may turn up all the same.
  private Mono<Void> withdraw(Job job, Throwable failure) {
    kept.cancellations().announce(job.id());
    return kept.store().delete(job.id(), false).onErrorComplete().then(Mono.error(failure));
  }

  /// A stream of a response's events, from the replay log.
  ///
  /// @param skipped how many events from the beginning the client has seen already
  Mono<Void> follow(Call call, ResponseRecord response, long skipped) {
    ResponseEvents events = events(call, response, skipped);
    Duration left = Duration.between(clock.instant(), response.deadline());
    Followed followed =
        new Followed(response.job(), call.key(), true, left.isNegative() ? Duration.ZERO : left);
    return Mono.using(
        () -> kept.streams().follow(followed, eventLoop(call)),
        stream ->
            answers
                .events(
                    call,
                    // Headers at once: the job may wait long for its turn.
                    Flux.concat(
                        Flux.just(KEEP_ALIVE),
                        stream.opening().flatMapMany(opening -> flow(call, events, opening))))
                .doOnSuccess(_ -> call.completed()),
        TokenStream::close);
  }

  private static Flux<byte[]> flow(Call call, ResponseEvents events, Opening opening) {
    return switch (opening) {
      case Opening.Flowing(Flux<byte[]> body) -> {
        call.firstToken();
        yield events.of(body);
      }
      case Opening.Refused(ApiError error, _) -> events.ofFailure(error);
      case Opening.Whole _ -> throw new IllegalStateException("a stream is not a document");
    };
  }

  private static ResponseEvents events(Call call, ResponseRecord response, long skipped) {
    return new ResponseEvents(response.opening(), skipped, error -> call.failed(error.reason()));
  }

  private static NettyClientConnection eventLoop(Call call) {
    return NettyClientConnection.of(call.exchange().getResponse());
  }

  private static Scheduler onEventLoop(Call call) {
    return Schedulers.fromExecutor(eventLoop(call)::execute);
  }
}
