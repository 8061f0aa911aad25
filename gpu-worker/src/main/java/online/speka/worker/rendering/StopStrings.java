package online.speka.worker.rendering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The texts that end an answer. One for a request; every choice gets a [Matcher] of its own.
///
/// Each text is searched for with its failure function (Knuth, Morris, Pratt), so the cost per
/// character does not depend on how long or how repetitive a client's stop texts are.
public final class StopStrings {

  public static final StopStrings NONE = new StopStrings(List.of());

  private final List<Stop> stops;

  private StopStrings(List<Stop> stops) {
    this.stops = stops;
  }

  private record Stop(String text, int[] failure) {}

  /// An empty text, and one with half a surrogate pair, stops nothing: no answer contains it.
  public static StopStrings of(List<String> texts) {
    List<Stop> stops = new ArrayList<>(texts.size());
    for (String text : texts) {
      if (!text.isEmpty() && isWellFormed(text)) {
        stops.add(new Stop(text, failure(text)));
      }
    }
    return stops.isEmpty() ? NONE : new StopStrings(stops);
  }

  private static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static int[] failure(String text) {
    int[] failure = new int[text.length()];
    int matched = 0;
    for (int i = 1; i < failure.length; i++) {
      while (matched > 0 && text.charAt(i) != text.charAt(matched)) {
        matched = failure[matched - 1];
      }
      if (text.charAt(i) == text.charAt(matched)) {
        matched++;
      }
      failure[i] = matched;
    }
    return failure;
  }

  public Matcher matcher() {
    return new Matcher();
  }

  /// Watches the text of one choice. Text comes in whole code points.
  public final class Matcher {

    private final StringBuilder held = new StringBuilder();
    private final int[] matched = new int[stops.size()];
    private boolean stopped;

    private Matcher() {}

    /// The text that can be shown now: everything before what may turn out to be a stop text. After
    /// a stop text was found, always empty.
    public String push(String text) {
      if (stops.isEmpty()) {
        return text;
      }
      if (stopped) {
        return "";
      }
      int from = held.length();
      held.append(text);
      for (int at = from; at < held.length(); at++) {
        int start = advance(held.charAt(at), at);
        if (start >= 0) {
          stopped = true;
          return held.substring(0, start);
        }
      }
      return release(held.length() - longestPrefix());
    }

    /// @return where the stop text begins that ends with this character, the earliest if several
    ///     do, or -1
    private int advance(char c, int at) {
      int start = -1;
      for (int i = 0; i < matched.length; i++) {
        Stop stop = stops.get(i);
        int length = matched[i];
        while (length > 0 && stop.text.charAt(length) != c) {
          length = stop.failure[length - 1];
        }
        if (stop.text.charAt(length) == c) {
          length++;
        }
        if (length == stop.text.length()) {
          int begin = at + 1 - length;
          start = start < 0 ? begin : Math.min(start, begin);
          length = stop.failure[length - 1];
        }
        matched[i] = length;
      }
      return start;
    }

    private int longestPrefix() {
      return Arrays.stream(matched).max().orElse(0);
    }

    private String release(int length) {
      if (length == 0) {
        return "";
      }
      String released = held.substring(0, length);
      held.delete(0, length);
      return released;
    }

    /// Whether a stop text was found.
    public boolean stopped() {
      return stopped;
    }

    /// What was held back, now that no more text comes. Empty if a stop text was found.
    public String flush() {
      return stopped ? "" : release(held.length());
    }
  }
}
