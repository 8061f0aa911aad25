package online.speka.worker.engine.simulator;

import java.util.Iterator;
import java.util.List;
import online.speka.worker.engine.simulator.words.Token;
import online.speka.worker.engine.simulator.words.TokenSource;
import online.speka.worker.rendering.ChoiceText;
import online.speka.worker.rendering.FinishReason;
import online.speka.worker.rendering.StopStrings;
import online.speka.worker.rendering.TokenEvent;
import online.speka.worker.rendering.TokenLogprob;
import online.speka.worker.rendering.Utf8Assembler;
import org.jspecify.annotations.Nullable;

/// One choice while it is generated, a token at a time. The same for the engine, which waits
/// between tokens, and for the reference, which does not.
final class ChoiceRun {

  private final int choice;
  private final Iterator<Segment> segments;
  private final Settings settings;
  private final ChoiceText content;
  private final Utf8Assembler utf8 = new Utf8Assembler();
  private @Nullable Segment segment;
  private TokenSource tokens = TokenSource.of(List.of());
  private int generated;
  private int reasoned;
  private boolean done;

  /// Takes what one token made visible.
  interface Events {
    void accept(TokenEvent event) throws InterruptedException;
  }

  /// Names calls.
  interface CallIds {
    String id(int choice, int index);
  }

  /// What all choices of an answer share.
  ///
  /// @param logprobs absent if the client did not ask
  /// @param whole why a choice ends that was not cut short
  record Settings(
      int tokensMax,
      StopStrings stops,
      @Nullable Logprobs logprobs,
      CallIds callIds,
      FinishReason whole) {}

  ChoiceRun(int choice, List<Segment> segments, Settings settings) {
    this.choice = choice;
    this.segments = segments.iterator();
    this.settings = settings;
    this.content = new ChoiceText(choice, settings.stops);
  }

  boolean isDone() {
    return done;
  }

  int generated() {
    return generated;
  }

  int reasoned() {
    return reasoned;
  }

  /// Generates the next token. A choice that may have none ends.
  void step(Events out) throws InterruptedException {
    if (settings.tokensMax == 0) {
      end(false, out);
      return;
    }
    if (segment == null) {
      next(out);
    } else {
      say(segment, tokens.next(), out);
    }
    generated++;
    boolean exhausted = !tokens.hasNext() && !segments.hasNext();
    if (content.stopped() || exhausted || generated == settings.tokensMax) {
      end(exhausted, out);
    } else if (!tokens.hasNext()) {
      segment = null;
    }
  }

  /// Begins the next segment with its first token; for a call, that is the name.
  private void next(Events out) throws InterruptedException {
    Segment begun = segments.next();
    segment = begun;
    switch (begun) {
      case Segment.Think(TokenSource source) -> first(begun, source, out);
      case Segment.Say(TokenSource source) -> first(begun, source, out);
      case Segment.Call(int index, String function, List<Token> arguments) -> {
        tokens = TokenSource.of(arguments);
        String id = settings.callIds.id(choice, index);
        out.accept(new TokenEvent.CallStart(choice, index, id, function));
      }
    }
  }

  private void first(Segment begun, TokenSource source, Events out) throws InterruptedException {
    tokens = source;
    say(begun, source.next(), out);
  }

  private void say(Segment current, Token token, Events out) throws InterruptedException {
    switch (current) {
      case Segment.Think _ -> {
        reasoned++;
        String piece = complete(token);
        if (!piece.isEmpty()) {
          out.accept(new TokenEvent.Reasoning(choice, piece));
        }
      }
      case Segment.Say _ -> {
        TokenLogprob logprob =
            settings.logprobs == null ? null : settings.logprobs.of(choice, generated, token);
        TokenEvent.Text text =
            token.whole()
                ? content.push(token.text(), logprob)
                : content.push(token.bytes(), logprob);
        if (text != null) {
          out.accept(text);
        }
      }
      case Segment.Call(int index, _, _) -> {
        String piece = complete(token);
        if (!piece.isEmpty()) {
          out.accept(new TokenEvent.CallArguments(choice, index, piece));
        }
      }
    }
  }

  private String complete(Token token) {
    return token.whole() ? token.text() : utf8.push(token.bytes());
  }

  private void end(boolean exhausted, Events out) throws InterruptedException {
    done = true;
    TokenEvent.Text held = content.flush();
    if (held != null) {
      out.accept(held);
    }
    FinishReason reason =
        content.stopped() ? FinishReason.STOP : exhausted ? settings.whole : FinishReason.LENGTH;
    out.accept(new TokenEvent.Finish(choice, reason));
  }
}
