package online.speka.worker.engine.llamacpp;

import java.util.List;
import online.speka.worker.rendering.ChoiceText;
import online.speka.worker.rendering.FinishReason;
import online.speka.worker.rendering.TokenEvent;
import online.speka.worker.rendering.TokenLogprob;
import org.jspecify.annotations.Nullable;

/// What the tokens of one choice mean to a client. For one thread.
sealed interface SpokenText permits SpokenText.Content, SpokenText.ContentOrCalls, CalledText {

  /// Takes one token.
  ///
  /// @param logprob null if the client did not ask
  /// @return what can be shown now
  List<TokenEvent> push(byte[] token, @Nullable TokenLogprob logprob);

  /// Whether the choice is over although the model would go on.
  boolean stopped();

  /// What was held back until now, when no more tokens come.
  List<TokenEvent> rest();

  /// Why the choice ended, if the model was done.
  FinishReason done();

  /// Everything is content.
  record Content(ChoiceText text) implements SpokenText {

    @Override
    public List<TokenEvent> push(byte[] token, @Nullable TokenLogprob logprob) {
      return optional(text.push(token, logprob));
    }

    @Override
    public boolean stopped() {
      return text.stopped();
    }

    @Override
    public List<TokenEvent> rest() {
      return optional(text.flush());
    }

    @Override
    public FinishReason done() {
      return FinishReason.STOP;
    }

    private static List<TokenEvent> optional(TokenEvent.@Nullable Text event) {
      return event == null ? List.of() : List.of(event);
    }
  }

  /// Content or calls, as [ToolGrammar] tells them apart: by the first character.
  final class ContentOrCalls implements SpokenText {

    private final Content content;
    private final CalledText calls;
    private @Nullable SpokenText chosen;

    ContentOrCalls(Content content, CalledText calls) {
      this.content = content;
      this.calls = calls;
    }

    @Override
    public List<TokenEvent> push(byte[] token, @Nullable TokenLogprob logprob) {
      SpokenText now = chosen;
      if (now == null) {
        if (token.length == 0) {
          return List.of(); // A control token.
        }
        now = token[0] == ToolGrammar.OPENING.charAt(0) ? calls : content;
        chosen = now;
      }
      return now.push(token, logprob);
    }

    @Override
    public boolean stopped() {
      return chosen != null && chosen.stopped();
    }

    @Override
    public List<TokenEvent> rest() {
      return chosen == null ? List.of() : chosen.rest();
    }

    @Override
    public FinishReason done() {
      return chosen == null ? FinishReason.STOP : chosen.done();
    }
  }
}
