package online.speka.edge.openai;

import java.util.List;
import online.speka.contract.error.ApiError;
import online.speka.contract.principal.Principal;
import online.speka.edge.admission.Place;
import online.speka.edge.joining.Cutting;
import online.speka.edge.joining.JoinedAnswer;
import online.speka.edge.joining.Slice;
import online.speka.edge.streaming.ClientConnection;
import online.speka.edge.streaming.Opening;
import online.speka.edge.streaming.TokenStreams;
import online.speka.edge.validation.InferenceRequest;
import online.speka.edge.validation.InvalidRequestException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// A request with many inputs, as several jobs and one answer. One that is not cut goes the usual
/// way.
///
/// All parts complete, or the client gets one error: the first that fails cancels the others, and
/// so does a client that leaves. The answer is held here, and paid for by the request's place,
/// until the last part is here; the parts' bodies are paid for before the first is submitted.
final class JoinedExchange implements RequestExchange {
  private final RequestExchange single;
  private final JobFactory factory;
  private final PartExchange parts;
  private final TokenStreams streams;
  private final Answers answers;
  private final Limits limits;

  /// @param jobsInFlightMax most jobs of one request at the same time
  record Limits(Cutting cutting, int jobsInFlightMax, ApiErrors errors) {}

  JoinedExchange(
      RequestExchange single,
      JobFactory factory,
      PartExchange parts,
      TokenStreams streams,
      Answers answers,
      Limits limits) {
    this.single = single;
    this.factory = factory;
    this.parts = parts;
    this.streams = streams;
    this.answers = answers;
    this.limits = limits;
  }

  @Override
  public Mono<Void> run(
      Call call, Principal principal, Place place, InferenceRequest request, byte[] body) {
    List<Slice> slices = limits.cutting().slices(body, request.promptStart(), request.promptEnd());
    if (slices.isEmpty()) {
      return single.run(call, principal, place, request, body);
    }
    if (!parts.isUp()) {
      return Mono.error(new InvalidRequestException(limits.errors().unavailable()));
    }
    CutRequest cut =
        new CutRequest(
            factory.job(call, principal, request, body),
            request,
            body,
            slices,
            place,
            NettyClientConnection.of(call.exchange().getResponse()));
    return place
        .hold(cut.partBytes())
        .<Mono<Void>>map(error -> Mono.error(new InvalidRequestException(error)))
        .orElseGet(() -> join(call, cut));
  }

  private Mono<Void> join(Call call, CutRequest cut) {
    return Flux.range(0, cut.slices().size())
        .flatMap(index -> parts.run(cut, index), limits.jobsInFlightMax())
        .collectList()
        .map(JoinedAnswer::of)
        .flatMap(answer -> onEventLoop(cut.client(), answer))
        .flatMap(answer -> write(call, cut, answer))
        .onErrorResume(PartFailedException.class, failure -> refuse(call, failure.error()));
  }

  private static <T> Mono<T> onEventLoop(ClientConnection client, T value) {
    return Mono.create(sink -> client.execute(() -> sink.success(value)));
  }

  private Mono<Void> write(Call call, CutRequest cut, JoinedAnswer answer) {
    Opening.Whole document = streams.document(answer.length(), answer.pieces(), cut.client());
    return answers
        .json(call, document.length(), document.pieces())
        .doOnSuccess(_ -> call.completed());
  }

  private Mono<Void> refuse(Call call, ApiError error) {
    call.failed(error.reason());
    return answers.error(call, error);
  }
}
