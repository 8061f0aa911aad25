/// An OpenAI-compatible server that answers after a fixed delay: stands for the engine.
///
/// **Receives** chat requests, from the load directly or from a worker. **Decides** nothing: tokens
/// and their times are in the prompt. **Hands to** its client a stream, each token at its time.
@NullMarked
package online.speka.infra.bench.upstream;

import org.jspecify.annotations.NullMarked;
