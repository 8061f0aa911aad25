package online.speka.edge.openai;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ApiError;
import online.speka.contract.principal.Principal;
import online.speka.edge.admission.Admission;
import online.speka.edge.admission.Place;
import online.speka.edge.responses.Conversation;
import online.speka.edge.responses.StoredResponse;
import online.speka.edge.validation.InferenceRequest;
import online.speka.edge.validation.InvalidRequestException;
import online.speka.edge.validation.ResponsesRequest;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/// `POST /v1/responses`: a job like any other, that may go on without its client and be asked for
/// again.
final class ResponsesEndpoint implements Endpoint {
  static final String PATH = "/v1/responses";

  private final JobEndpoint.Intake intake;
  private final ResponseExchange responses;
  private final Answers answers;
  private final ApiErrors errors;

  ResponsesEndpoint(
      JobEndpoint.Intake intake, ResponseExchange responses, Answers answers, ApiErrors errors) {
    this.intake = intake;
    this.responses = responses;
    this.answers = answers;
    this.errors = errors;
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.POST;
  }

  @Override
  public String pattern() {
    return PATH;
  }

  @Override
  public String operation() {
    return JobKind.RESPONSES.operation();
  }

  @Override
  public Optional<JobKind> asks() {
    return Optional.of(JobKind.RESPONSES);
  }

  @Override
  public boolean serves(String path) {
    return path.equals(PATH);
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
        .flatMap(
            body ->
                parse(body, principal)
                    .onErrorResume(
                        InvalidRequestException.class,
                        invalid -> intake.limiter().refuse(call, principal, invalid))
                    .doOnNext(request -> call.model(request.inference().model().id().value()))
                    .flatMap(request -> accept(call, principal, place, request, body)))
        .onErrorResume(failure -> refuse(call, failure));
  }

  private Mono<ResponsesRequest> parse(byte[] body, Principal principal) {
    Mono<ResponsesRequest> parsed =
        Mono.fromCallable(() -> intake.requests().readResponses(body, principal));
    return body.length <= intake.parseInlineMax()
        ? parsed
        : parsed.subscribeOn(Schedulers.parallel());
  }

  private Mono<Void> accept(
      Call call, Principal principal, Place place, ResponsesRequest request, byte[] body) {
    String previous = request.previous();
    if (previous == null) {
      return run(call, principal, place, accepted(request, body));
    }
    return responses
        .previous(call, principal, previous)
        .flatMap(earlier -> run(call, principal, place, continued(place, request, body, earlier)));
  }

  private Mono<Void> run(
      Call call, Principal principal, Place place, ResponseExchange.Accepted accepted) {
    InferenceRequest request = accepted.request().inference();
    Supplier<Mono<Void>> service = () -> responses.run(call, principal, place, accepted);
    return accepted.request().background()
        ? intake
            .limiter()
            .runInBackground(call, principal, request, responses.backgroundWaitMax(), service)
        : intake.limiter().run(call, principal, request, service);
  }

  private static ResponseExchange.Accepted accepted(ResponsesRequest request, byte[] body) {
    InferenceRequest inference = request.inference();
    return new ResponseExchange.Accepted(
        request, body, Arrays.copyOfRange(body, inference.promptStart(), inference.promptEnd()));
  }

  private ResponseExchange.Accepted continued(
      Place place, ResponsesRequest request, byte[] body, StoredResponse earlier) {
    InferenceRequest inference = request.inference();
    Conversation.Continued longer =
        Conversation.go(body, inference.promptStart(), inference.promptEnd(), earlier)
            .orElseThrow(ResponseExchange::unfinished);
    intake.bodies().requireFits(longer.body().length);
    place
        .hold(longer.body().length - body.length)
        .ifPresent(
            error -> {
              throw new InvalidRequestException(error);
            });
    boolean seen = Conversation.mayHaveImages(earlier);
    return accepted(request.withInputTo(longer.inputEnd(), seen), longer.body());
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
