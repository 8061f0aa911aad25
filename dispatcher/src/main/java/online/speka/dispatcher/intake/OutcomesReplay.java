package online.speka.dispatcher.intake;

import java.time.Instant;
import java.util.Map;
import online.speka.contract.catalog.ModelId;
import online.speka.dispatcher.flowcontrol.PastFacts;

/// Reads old facts.
interface OutcomesReplay {

  /// Adds every fact about these models that was written between the instant and now.
  ///
  /// @throws ReplayException if not all of them could be read
  void replay(Instant from, Map<ModelId, PastFacts> facts);

  /// The past cannot be read now.
  final class ReplayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplayException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
