package online.speka.edge.openai;

import online.speka.contract.principal.Principal;
import online.speka.edge.admission.Place;
import online.speka.edge.validation.InferenceRequest;
import reactor.core.publisher.Mono;

/// What is done with a valid request, until the last byte of its answer.
interface RequestExchange {

  /// @param place pays for the body, which is given back as soon as it is not needed
  Mono<Void> run(
      Call call, Principal principal, Place place, InferenceRequest request, byte[] body);
}
