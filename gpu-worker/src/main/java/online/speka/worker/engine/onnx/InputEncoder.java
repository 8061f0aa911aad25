package online.speka.worker.engine.onnx;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.worker.engine.Cancellation;
import online.speka.worker.rendering.request.EmbeddingsRequest;
import online.speka.worker.rendering.request.Input;
import online.speka.worker.rendering.request.InvalidRequestException;

/// A request's inputs as tokens. Counts include the frame that the model adds to every input,
/// because the model computes it; what does not fit is refused, never cut.
final class InputEncoder {

  /// Most tokens of one request, as OpenAI has it.
  static final int REQUEST_TOKENS_MAX = 300_000;

  /// Texts longer than this are looked at up to here first, so that a hopeless one costs little.
  private static final int LOOK_FIRST_CHARS = 64 * 1024;

  /// Inputs tokenized before other virtual threads get a turn.
  private static final int YIELD_INPUTS = 32;

  private final SentenceTokenizer tokenizer;
  private final int contextTokens;

  InputEncoder(SentenceTokenizer tokenizer, int contextTokens) {
    this.tokenizer = tokenizer;
    this.contextTokens = contextTokens;
  }

  /// Yields now and then: virtual threads are not preempted, and 2048 texts would keep a heartbeat
  /// waiting for as long as they take.
  ///
  /// @return the tokens of each input; fewer inputs than asked for if cancelled meanwhile
  /// @throws InvalidRequestException if an input is too long or not of this model's vocabulary
  @SuppressWarnings("ThreadPriorityCheck") // see above
  List<long[]> encode(EmbeddingsRequest request, Cancellation cancellation) {
    List<long[]> encoded = new ArrayList<>(request.inputs().size());
    long total = 0;
    for (Input input : request.inputs()) {
      if (cancellation.isCancelled()) {
        return encoded;
      }
      int index = encoded.size();
      long[] ids =
          switch (input) {
            case Input.Text(String text) -> tokens(text, index);
            case Input.Tokens(int[] given) -> framed(given, index);
          };
      requireFits(ids.length, "", index);
      total += ids.length;
      encoded.add(ids);
      if (encoded.size() % YIELD_INPUTS == 0) {
        Thread.yield();
      }
    }
    if (total > REQUEST_TOKENS_MAX) {
      throw refused(
          ErrorReason.INVALID_VALUE,
          "At most "
              + REQUEST_TOKENS_MAX
              + " tokens are embedded in one request, not "
              + total
              + ".");
    }
    return encoded;
  }

  private long[] tokens(String text, int index) {
    if (text.length() > LOOK_FIRST_CHARS) {
      String start = text.substring(0, LOOK_FIRST_CHARS);
      requireFits(tokenizer.encode(start).length, "at least ", index);
    }
    return tokenizer.encode(text);
  }

  private long[] framed(int[] ids, int index) {
    for (int id : ids) {
      if (id < 0 || id >= tokenizer.vocabulary()) {
        throw refused(
            ErrorReason.INVALID_VALUE,
            "'input["
                + index
                + "]' holds the token "
                + id
                + ", which this model does not know: its own tokens are 0 to "
                + (tokenizer.vocabulary() - 1)
                + ". Send text, or tokens of this model's own tokenizer.");
      }
    }
    return tokenizer.frame(ids);
  }

  private void requireFits(int tokens, String about, int index) {
    if (tokens > contextTokens) {
      throw refused(
          ErrorReason.CONTEXT_LENGTH_EXCEEDED,
          "This model's maximum context length is "
              + contextTokens
              + " tokens. However, 'input["
              + index
              + "]' has "
              + about
              + tokens
              + " tokens. Please reduce its length.");
    }
  }

  private static InvalidRequestException refused(ErrorReason reason, String message) {
    return new InvalidRequestException(ApiError.ofParam(reason, message, "input"));
  }
}
