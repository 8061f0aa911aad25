package online.speka.infra.bench.load;

/// One line of a stream, as far as the bench cares.
sealed interface SseLine {

  /// @param content empty if there is none
  /// @param finished whether it carries a finish reason
  /// @param completionTokens from the usage, or [#NO_USAGE]
  record Chunk(String content, boolean finished, int completionTokens) implements SseLine {
    static final int NO_USAGE = -1;
  }

  /// `[DONE]`.
  record Done() implements SseLine {}

  /// A keep-alive.
  record Comment() implements SseLine {}

  /// An error event.
  record Failure(String data) implements SseLine {}

  /// Nothing that belongs into such a stream.
  record Strange(String line) implements SseLine {}
}
