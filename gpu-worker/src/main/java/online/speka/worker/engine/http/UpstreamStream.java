package online.speka.worker.engine.http;

import online.speka.contract.usage.Usage;
import online.speka.worker.engine.AnswerSink;
import online.speka.worker.engine.EngineResult;

/// A chat stream of an upstream server, on its way to a client.
sealed interface UpstreamStream permits ChatStream, TranslatedStream {

  /// @return whether the answer is complete
  boolean accept(SseEvent event, AnswerSink sink) throws UpstreamException, InterruptedException;

  /// The whole answer, once the stream has ended well.
  ///
  /// @throws UpstreamException if it ended before its answer did
  EngineResult completed() throws UpstreamException;

  /// Whether something was passed on.
  boolean hasBegun();

  /// What was consumed until now; nothing before the first token, since nobody knows whether the
  /// server had begun.
  Usage usageSoFar();
}
