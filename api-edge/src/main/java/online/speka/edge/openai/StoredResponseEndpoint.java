package online.speka.edge.openai;

import java.util.Optional;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ApiError;
import online.speka.contract.principal.Principal;
import online.speka.edge.admission.Admission;
import online.speka.edge.admission.InFlightLimit;
import online.speka.edge.admission.Place;
import online.speka.edge.validation.InvalidRequestException;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;

/// What can be done with a response that is there: retrieve it (whole, or its events), cancel it,
/// delete it, list its input.
final class StoredResponseEndpoint implements Endpoint {
  private static final String PREFIX = ResponsesEndpoint.PATH + "/";

  private final HttpMethod method;
  private final String suffix;
  private final String operation;
  private final StoredResponses stored;
  private final Action action;

  /// Does it.
  interface Action {
    Mono<Void> apply(StoredResponses.Asked asked);
  }

  private StoredResponseEndpoint(
      HttpMethod method, String suffix, String operation, StoredResponses stored, Action action) {
    this.method = method;
    this.suffix = suffix;
    this.operation = operation;
    this.stored = stored;
    this.action = action;
  }

  static Endpoint retrieve(StoredResponses stored, InFlightLimit limit, ResponseExchange exchange) {
    return new StoredResponseEndpoint(
        HttpMethod.GET,
        "",
        "responses.retrieve",
        stored,
        asked ->
            ResponseQuery.isStream(asked.query())
                ? inPlace(limit, stored.events(asked, exchange))
                : stored.document(asked));
  }

  static Endpoint delete(StoredResponses stored) {
    return new StoredResponseEndpoint(
        HttpMethod.DELETE, "", "responses.delete", stored, stored::delete);
  }

  static Endpoint cancel(StoredResponses stored) {
    return new StoredResponseEndpoint(
        HttpMethod.POST, "/cancel", "responses.cancel", stored, stored::cancel);
  }

  static Endpoint inputItems(StoredResponses stored) {
    return new StoredResponseEndpoint(
        HttpMethod.GET, "/input_items", "responses.input_items", stored, stored::inputItems);
  }

  /// A stream takes a place for as long as it lasts, like any other.
  private static Mono<Void> inPlace(InFlightLimit limit, Mono<Void> stream) {
    return Mono.defer(
        () ->
            switch (limit.acquire()) {
              case Admission.Rejected(ApiError error) ->
                  Mono.error(new InvalidRequestException(error));
              case Admission.Admitted(Place admitted) ->
                  Mono.using(() -> admitted, _ -> stream, Place::giveBack);
            });
  }

  @Override
  public HttpMethod method() {
    return method;
  }

  @Override
  public String pattern() {
    return PREFIX + "{id}" + suffix;
  }

  @Override
  public String operation() {
    return operation;
  }

  @Override
  public Optional<JobKind> asks() {
    return Optional.of(JobKind.RESPONSES);
  }

  @Override
  public boolean serves(String path) {
    return path.startsWith(PREFIX)
        && path.endsWith(suffix)
        && path.length() > PREFIX.length() + suffix.length()
        && id(path).indexOf('/') < 0;
  }

  private String id(String path) {
    return path.substring(PREFIX.length(), path.length() - suffix.length());
  }

  @Override
  public Mono<Void> handle(Call call, Principal principal) {
    String id = id(call.exchange().getRequest().getURI().getRawPath());
    StoredResponses.Asked asked = new StoredResponses.Asked(call, principal.tenant(), id);
    return Mono.defer(() -> action.apply(asked))
        .onErrorResume(failure -> stored.refuse(call, failure));
  }
}
