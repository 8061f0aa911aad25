package online.speka.worker.rendering;

import java.util.List;
import java.util.Objects;

/// Something a model said, ready to be shown. Events of different choices may alternate; those of
/// one choice come in this order: reasoning, then text or calls, then its end.
public sealed interface TokenEvent {

  /// Which of the answer's choices, from 0.
  int choice();

  /// More of the content. Not empty.
  ///
  /// @param logprobs of the tokens that begin in this text; empty if the client did not ask
  record Text(int choice, String text, List<TokenLogprob> logprobs) implements TokenEvent {
    public Text {
      Objects.requireNonNull(text);
      logprobs = List.copyOf(logprobs);
    }

    public Text(int choice, String text) {
      this(choice, text, List.of());
    }
  }

  /// More of what the model thinks before it answers. Not empty.
  record Reasoning(int choice, String text) implements TokenEvent {
    public Reasoning {
      Objects.requireNonNull(text);
    }
  }

  /// A call begins.
  ///
  /// @param index of the call within the choice, from 0
  /// @param id see [AnswerHead#toolCallId]
  record CallStart(int choice, int index, String id, String function) implements TokenEvent {
    public CallStart {
      Objects.requireNonNull(id);
      Objects.requireNonNull(function);
    }
  }

  /// More of a call's arguments, which are JSON text.
  record CallArguments(int choice, int index, String piece) implements TokenEvent {
    public CallArguments {
      Objects.requireNonNull(piece);
    }
  }

  /// The choice is complete.
  record Finish(int choice, FinishReason reason) implements TokenEvent {
    public Finish {
      Objects.requireNonNull(reason);
    }
  }
}
