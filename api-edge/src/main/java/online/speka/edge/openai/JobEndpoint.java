package online.speka.edge.openai;

import java.util.Optional;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ApiError;
import online.speka.contract.principal.Principal;
import online.speka.edge.admission.Admission;
import online.speka.edge.admission.InFlightLimit;
import online.speka.edge.admission.Place;
import online.speka.edge.resumption.Fingerprint;
import online.speka.edge.resumption.IdempotencyKey;
import online.speka.edge.resumption.Resuming;
import online.speka.edge.validation.InferenceRequest;
import online.speka.edge.validation.InvalidRequestException;
import online.speka.edge.validation.RequestReader;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/// A `POST` that becomes a job: chat completions, completions, embeddings, images.
final class JobEndpoint implements Endpoint {
  private final JobKind kind;
  private final String path;
  private final Intake intake;
  private final Exchanges jobs;
  private final Answers answers;
  private final ApiErrors errors;

  /// What stands before a job.
  ///
  /// @param parseInlineMax longest body, in bytes, that is parsed on the event loop
  record Intake(
      InFlightLimit limit,
      BodyReader bodies,
      RequestReader requests,
      Limiter limiter,
      long parseInlineMax) {}

  /// @param once for requests that are not sent again
  record Exchanges(RequestExchange once, KeptJobs kept) {}

  /// @param fingerprint only of a request that may be sent again
  private record Valid(
      InferenceRequest request, Resuming resuming, @Nullable Fingerprint fingerprint) {}

  JobEndpoint(
      JobKind kind, String path, Intake intake, Exchanges jobs, Answers answers, ApiErrors errors) {
    this.kind = kind;
    this.path = path;
    this.intake = intake;
    this.jobs = jobs;
    this.answers = answers;
    this.errors = errors;
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.POST;
  }

  @Override
  public String pattern() {
    return path;
  }

  @Override
  public String operation() {
    return kind.operation();
  }

  @Override
  public Optional<JobKind> asks() {
    return Optional.of(kind);
  }

  @Override
  public boolean serves(String requested) {
    return requested.equals(path);
  }

  @Override
  public Mono<Void> handle(Call call, Principal principal) {
    return switch (intake.limit().acquire()) {
      case Admission.Rejected(ApiError error) -> reject(call, error);
      case Admission.Admitted(Place admitted) ->
          Mono.using(() -> admitted, place -> serve(call, principal, place), Place::giveBack);
    };
  }

  private Mono<Void> serve(Call call, Principal principal, Place place) {
    return Mono.defer(() -> intake.bodies().read(call.exchange(), place))
        .flatMap(body -> serve(call, principal, place, body))
        .onErrorResume(failure -> refuse(call, failure));
  }

  private Mono<Void> serve(Call call, Principal principal, Place place, byte[] body) {
    return parse(call, body, principal)
        .onErrorResume(
            InvalidRequestException.class,
            invalid -> intake.limiter().refuse(call, principal, invalid))
        .flatMap(
            valid -> {
              call.model(valid.request().model().id().value());
              return run(new KeptRequest.Sender(call, principal, place), valid, body);
            });
  }

  private Mono<Void> run(KeptRequest.Sender sender, Valid valid, byte[] body) {
    InferenceRequest request = valid.request();
    IdempotencyKey key = valid.resuming().key();
    Fingerprint fingerprint = valid.fingerprint();
    if (key != null && fingerprint != null) {
      KeptRequest.Again again = new KeptRequest.Again(key, valid.resuming());
      return jobs.kept().run(sender, again, request, fingerprint, body);
    }
    Call call = sender.call();
    return intake
        .limiter()
        .run(
            call,
            sender.principal(),
            request,
            () -> jobs.once().run(call, sender.principal(), sender.place(), request, body));
  }

  private Mono<Valid> parse(Call call, byte[] body, Principal principal) {
    Mono<Valid> parsed =
        Mono.fromCallable(
            () -> {
              InferenceRequest request = intake.requests().read(kind, body, principal);
              Resuming resuming = call.resuming(request.streaming());
              return new Valid(
                  request, resuming, resuming.isKept() ? Fingerprint.of(kind, body) : null);
            });
    return body.length <= intake.parseInlineMax()
        ? parsed
        : parsed.subscribeOn(Schedulers.parallel());
  }

  private Mono<Void> refuse(Call call, Throwable failure) {
    if (call.exchange().getResponse().isCommitted()) {
      // Nothing can be said any more but by cutting the connection.
      return Mono.error(failure);
    }
    return ApiErrors.isClientGone(failure) ? Mono.empty() : reject(call, errors.of(failure));
  }

  private Mono<Void> reject(Call call, ApiError error) {
    call.rejected(error.reason());
    return answers.error(call, error);
  }
}
