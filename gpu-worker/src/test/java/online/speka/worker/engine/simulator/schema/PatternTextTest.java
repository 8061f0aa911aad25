package online.speka.worker.engine.simulator.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import online.speka.worker.engine.simulator.words.Dice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^abc$",
        "[a-f0-9]{8}",
        "^[^a-z]{3,5}$",
        "^(foo|bar|baz)+$",
        "^\\d{3}-\\d{2,}-[xyz]?$",
        "^(?:a|(b(c|d){2}))\\.[\\w-]+$",
        "^\\S+@\\S+\\.[a-z]{2,3}$",
        "^#[0-9A-Fa-f]{6}$",
        "^$|^x$",
        "^[\\]\\[-]+$",
        "^\\u0041\\x42$",
        "^é🚀.$",
        "^(?<year>20\\d\\d)/(0[1-9]|1[0-2])$",
        "^a{0}b*c+?$"
      })
  void theTextMatches(String pattern) {
    for (int seed = 0; seed < 100; seed++) {
      assertThat(PatternText.matching(pattern, new Dice(seed)))
          .matches("(?s).*(?:" + pattern + ").*");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((((a{99}){99}){99}){99}){99}",
        "(((((((((a+)+)+)+)+)+)+)+)+)+",
        "(a|b|c|d|e)*{999}"
      })
  void noPatternIsExpensive(String pattern) {
    long begun = System.nanoTime();
    for (int seed = 0; seed < 20; seed++) {
      assertThat(PatternText.matching(pattern, new Dice(seed)).length())
          .isLessThanOrEqualTo(PatternText.STEPS_MAX * 2);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void brokenPatternsEnd() {
    for (String pattern :
        new String[] {"(", "[", "\\", "a{", "(?<", "[^", "a||", ")", "{3}", "*", "\\u12"}) {
      assertThat(PatternText.matching(pattern, new Dice(1))).isNotNull();
    }
    assertThat(PatternText.matching("(".repeat(10_000), new Dice(1))).isNotNull();
  }
}
