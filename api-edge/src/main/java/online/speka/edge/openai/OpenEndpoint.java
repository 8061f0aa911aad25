package online.speka.edge.openai;

import online.speka.contract.principal.Principal;
import reactor.core.publisher.Mono;

/// An endpoint that asks for no key.
interface OpenEndpoint extends Endpoint {

  Mono<Void> handle(Call call);

  @Override
  default Mono<Void> handle(Call call, Principal principal) {
    return handle(call);
  }
}
