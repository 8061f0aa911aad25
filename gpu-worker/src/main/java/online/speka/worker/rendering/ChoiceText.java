package online.speka.worker.rendering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The content of one choice on its way from tokens to what may be shown: whole code points, and
/// nothing that is or may become a stop text. Logprobs travel with the text their token begins in.
public final class ChoiceText {

  private final int choice;
  private final StopStrings.Matcher stops;
  private final Utf8Assembler utf8 = new Utf8Assembler();
  private final Deque<Pending> pending = new ArrayDeque<>(0);
  private char highSurrogate;
  private long assembled;
  private long shown;

  private record Pending(long start, TokenLogprob logprob) {}

  public ChoiceText(int choice, StopStrings stops) {
    this.choice = choice;
    this.stops = stops.matcher();
  }

  /// Takes one token.
  ///
  /// @param token its bytes, perhaps only part of a character
  /// @param logprob null if the client did not ask
  /// @return what can be shown now; null if that is nothing
  public TokenEvent.@Nullable Text push(byte[] token, @Nullable TokenLogprob logprob) {
    remember(logprob);
    return show(utf8.push(token));
  }

  /// Takes one token whose text may end, or begin, within a surrogate pair.
  public TokenEvent.@Nullable Text push(String token, @Nullable TokenLogprob logprob) {
    remember(logprob);
    String text = token;
    if (highSurrogate != 0) {
      text = highSurrogate + token;
      highSurrogate = 0;
    }
    int last = text.length() - 1;
    if (last >= 0 && Character.isHighSurrogate(text.charAt(last))) {
      highSurrogate = text.charAt(last);
      text = text.substring(0, last);
    }
    return show(text);
  }

  private void remember(@Nullable TokenLogprob logprob) {
    if (logprob != null) {
      pending.add(new Pending(assembled, logprob));
    }
  }

  private TokenEvent.@Nullable Text show(String complete) {
    assembled += complete.length();
    return event(stops.push(complete));
  }

  private TokenEvent.@Nullable Text event(String text) {
    if (text.isEmpty()) {
      return null;
    }
    shown += text.length();
    if (pending.isEmpty()) {
      return new TokenEvent.Text(choice, text);
    }
    List<TokenLogprob> logprobs = new ArrayList<>(pending.size());
    for (Pending next = pending.peek(); next != null && next.start < shown; next = pending.peek()) {
      logprobs.add(next.logprob);
      pending.remove();
    }
    return new TokenEvent.Text(choice, text, logprobs);
  }

  /// Whether a stop text was found: the choice is over.
  public boolean stopped() {
    return stops.stopped();
  }

  /// What was held back because it might have become a stop text; null if that is nothing. Half a
  /// character is never shown.
  public TokenEvent.@Nullable Text flush() {
    return event(stops.flush());
  }
}
