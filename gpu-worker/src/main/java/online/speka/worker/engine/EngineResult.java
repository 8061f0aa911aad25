package online.speka.worker.engine;

import java.util.Objects;
import online.speka.contract.error.ApiError;
import online.speka.contract.outcome.Cause;
import online.speka.contract.usage.Usage;

/// How a run ended.
public sealed interface EngineResult {

  /// The whole answer.
  ///
  /// @param lastBytes what closes the answer (finish chunk, usage chunk and `[DONE]` of a stream,
  ///     or the last piece of the document); kept back until the outcome is durable; of any length
  /// @param detail for people on call, if the answer is complete and something about it is odd: the
  ///     usage had to be estimated; empty otherwise
  record Completed(byte[] lastBytes, Usage usage, String detail) implements EngineResult {
    public Completed {
      Objects.requireNonNull(lastBytes);
      Objects.requireNonNull(usage);
      Objects.requireNonNull(detail);
    }

    public Completed(byte[] lastBytes, Usage usage) {
      this(lastBytes, usage, "");
    }
  }

  /// The client went away.
  ///
  /// @param usage tokens processed and generated until then
  record Cancelled(Usage usage) implements EngineResult {
    public Cancelled {
      Objects.requireNonNull(usage);
    }
  }

  /// This model cannot serve this request, and no other worker could: the client's fault.
  record Rejected(ApiError error) implements EngineResult {
    public Rejected {
      Objects.requireNonNull(error);
    }
  }

  /// The engine failed. Another attempt may succeed.
  ///
  /// @param error what the client is told if there is no other attempt
  /// @param detail for people on call; never prompts or answers
  /// @param usage tokens generated until then
  record Broken(Cause cause, ApiError error, String detail, Usage usage) implements EngineResult {
    public Broken {
      Objects.requireNonNull(cause);
      Objects.requireNonNull(error);
      Objects.requireNonNull(detail);
      Objects.requireNonNull(usage);
    }
  }
}
