package online.speka.worker.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopStringsTest {

  @Test
  void shownTextIsTheTextBeforeTheFirstStopHoweverItIsCut() {
    for (int seed = 0; seed < 20_000; seed++) {
      // Given
      Random random = new Random(seed);
      String text = word(random, 24);
      List<String> stops = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        stops.add(word(random, 4));
      }
      StopStrings.Matcher matcher = StopStrings.of(stops).matcher();

      // When
      StringBuilder shown = new StringBuilder();
      for (int at = 0; at < text.length(); ) {
        int end = Math.min(text.length(), at + 1 + random.nextInt(4));
        shown.append(matcher.push(text.substring(at, end)));
        at = end;
      }
      shown.append(matcher.flush());

      // Then
      assertThat(shown).as("seed %d", seed).hasToString(expected(text, stops));
      assertThat(matcher.stopped()).isEqualTo(firstEnd(text, stops) >= 0);
    }
  }

  @Test
  void nothingThatMayBeAStopIsShownEarly() {
    StopStrings.Matcher matcher = StopStrings.of(List.of("END", "\n\n")).matcher();
    assertThat(matcher.push("the E")).isEqualTo("the ");
    assertThat(matcher.push("N")).isEmpty();
    assertThat(matcher.push("E")).isEqualTo("EN");
    assertThat(matcher.push("ND more")).isEmpty();
    assertThat(matcher.stopped()).isTrue();
    assertThat(matcher.push("even more")).isEmpty();
    assertThat(matcher.flush()).isEmpty();
  }

  @Test
  void halfASurrogatePairStopsNothing() {
    StopStrings.Matcher matcher = StopStrings.of(List.of("\uDE80", "")).matcher();
    assertThat(matcher.push("a 🚀 b")).isEqualTo("a 🚀 b");
  }

  @Test
  void aRepetitiveStopTextIsNotExpensive() {
    // Given a stop text that is nearly found at every character
    StopStrings stops = StopStrings.of(List.of("a".repeat(20_000) + "b"));
    StopStrings.Matcher matcher = stops.matcher();
    long begun = System.nanoTime();

    // When
    int shown = 0;
    for (int i = 0; i < 100_000; i++) {
      shown += matcher.push("aa").length();
    }

    // Then
    assertThat(shown).isEqualTo(200_000 - 20_000);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  private static String word(Random random, int lengthMax) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(lengthMax + 1); i > 0; i--) {
      word.append((char) ('a' + random.nextInt(2)));
    }
    return word.toString();
  }

  /// Where the first occurrence of any stop ends.
  private static int firstEnd(String text, List<String> stops) {
    for (int end = 1; end <= text.length(); end++) {
      for (String stop : stops) {
        if (!stop.isEmpty() && text.substring(0, end).endsWith(stop)) {
          return end;
        }
      }
    }
    return -1;
  }

  private static String expected(String text, List<String> stops) {
    int end = firstEnd(text, stops);
    if (end < 0) {
      return text;
    }
    String seen = text.substring(0, end);
    int longest = 0;
    for (String stop : stops) {
      if (seen.endsWith(stop)) {
        longest = Math.max(longest, stop.length());
      }
    }
    return seen.substring(0, end - longest);
  }
}
