package online.speka.edge.openai;

import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ApiError;
import online.speka.contract.principal.Principal;
import online.speka.edge.admission.Admission;
import online.speka.edge.admission.InFlightLimit;
import online.speka.edge.admission.Place;
import online.speka.edge.validation.InferenceRequest;
import online.speka.edge.validation.InvalidRequestException;
import online.speka.edge.validation.RequestReader;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/// A `POST` that becomes a job: chat completions, completions, embeddings, images.
final class JobEndpoint implements Endpoint {
  private final JobKind kind;
  private final String path;
  private final Intake intake;
  private final RequestExchange jobs;
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

  JobEndpoint(
      JobKind kind,
      String path,
      Intake intake,
      RequestExchange jobs,
      Answers answers,
      ApiErrors errors) {
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
    return parse(body, principal)
        .onErrorResume(
            InvalidRequestException.class,
            invalid -> intake.limiter().refuse(call, principal, invalid))
        .flatMap(
            request -> {
              call.model(request.model().id().value());
              return intake
                  .limiter()
                  .run(
                      call,
                      principal,
                      request,
                      () -> jobs.run(call, principal, place, request, body));
            });
  }

  private Mono<InferenceRequest> parse(byte[] body, Principal principal) {
    Mono<InferenceRequest> parsed =
        Mono.fromCallable(() -> intake.requests().read(kind, body, principal));
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
