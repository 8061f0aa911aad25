package online.speka.edge.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.ResponseObject;
import online.speka.edge.responses.InputItems;
import online.speka.edge.responses.ResponseStore;
import online.speka.edge.responses.StoredResponse;
import online.speka.edge.streaming.Cancellations;
import online.speka.edge.validation.InvalidRequestException;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/// Answers about responses that are on record. One of another account is not there.
final class StoredResponses {
  private final ResponseStore store;
  private final Cancellations cancellations;
  private final Answers answers;
  private final ApiErrors errors;

  /// A request for one of them.
  record Asked(Call call, TenantId tenant, String id) {
    MultiValueMap<String, String> query() {
      return call.exchange().getRequest().getQueryParams();
    }
  }

  StoredResponses(
      ResponseStore store, Cancellations cancellations, Answers answers, ApiErrors errors) {
    this.store = store;
    this.cancellations = cancellations;
    this.answers = answers;
    this.errors = errors;
  }

  Mono<Void> document(Asked asked) {
    return find(asked).flatMap(found -> answer(asked, found.document()));
  }

  Mono<Void> events(Asked asked, ResponseExchange exchange) {
    long skipped = ResponseQuery.skipped(asked.query());
    return find(asked)
        .flatMap(
            found ->
                found.record().mode().streaming()
                    ? exchange.follow(asked.call(), found.record(), skipped)
                    : Mono.error(
                        ResponseQuery.invalid(
                            "stream", "this response was not created with stream true.")));
  }

  Mono<Void> inputItems(Asked asked) {
    InputItems.Page page = ResponseQuery.page(asked.query());
    return find(asked).flatMap(found -> answer(asked, InputItems.list(found.record(), page)));
  }

  /// Cancels what is not over; says how it stands in any case.
  Mono<Void> cancel(Asked asked) {
    return find(asked)
        .flatMap(
            found -> {
              if (!found.record().mode().background()) {
                return Mono.error(
                    new InvalidRequestException(
                        ApiError.of(
                            ErrorReason.INVALID_VALUE,
                            "Only a response created with background true can be cancelled.")));
              }
              if (found.state().isOver()) {
                return answer(asked, found.document());
              }
              return store
                  .cancel(found.record().job())
                  .doOnSuccess(_ -> cancellations.announce(found.record().job()))
                  .publishOn(eventLoop(asked))
                  .then(Mono.defer(() -> answer(asked, found.cancelled().document())));
            });
  }

  Mono<Void> delete(Asked asked) {
    return find(asked)
        .flatMap(
            found -> {
              if (!found.state().isOver()) {
                cancellations.announce(found.record().job());
              }
              return store
                  .delete(found.record().job(), found.state().isOver())
                  .publishOn(eventLoop(asked))
                  .then(Mono.defer(() -> answer(asked, deleted(found))));
            });
  }

  private static byte[] deleted(StoredResponse found) {
    return ("{\"id\":\""
            + ResponseObject.id(found.record().job())
            + "\",\"object\":\"response\",\"deleted\":true}")
        .getBytes(US_ASCII);
  }

  private Mono<StoredResponse> find(Asked asked) {
    return store
        .find(asked.id(), asked.tenant())
        .switchIfEmpty(
            Mono.error(
                () ->
                    new InvalidRequestException(
                        ApiError.of(
                            ErrorReason.NOT_FOUND,
                            "There is no response of this id. It may have expired."))))
        .publishOn(eventLoop(asked));
  }

  private static reactor.core.scheduler.Scheduler eventLoop(Asked asked) {
    return Schedulers.fromExecutor(
        NettyClientConnection.of(asked.call().exchange().getResponse())::execute);
  }

  private Mono<Void> answer(Asked asked, byte[] document) {
    asked.call().completed();
    return answers.json(asked.call(), document);
  }

  Mono<Void> refuse(Call call, Throwable failure) {
    if (call.exchange().getResponse().isCommitted()) {
      // Nothing can be said any more but by cutting the connection.
      return Mono.error(failure);
    }
    if (ApiErrors.isClientGone(failure)) {
      return Mono.empty();
    }
    ApiError error = errors.of(failure);
    call.rejected(error.reason());
    return answers.error(call, error);
  }
}
