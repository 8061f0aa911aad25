package online.speka.infra.bench.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import online.speka.infra.bench.script.StreamScript.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamScriptTest {

  private final Shape shape = new Shape(Duration.ofMillis(20), Duration.ofNanos(1_500_000), 16);

  @Test
  void aScriptSurvivesItsPrompt() {
    StreamScript script = new StreamScript(42, shape);

    assertThat(StreamScript.ofPrompt(script.prompt())).contains(script);
  }

  @Test
  void aStreamLastsTheFirstTokenAndAPauseBeforeEachOther() {
    assertThat(shape.length()).isEqualTo(Duration.ofNanos(20_000_000 + 15 * 1_500_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Hello",
        "bench mark=1 first_token_us=1 inter_token_us=1 tokens=0",
        "bench mark=1 first_token_us=1 inter_token_us=1 tokens=99999999999",
        "bench mark=99999999999999999999 first_token_us=1 inter_token_us=1 tokens=1",
        "bench mark=1 first_token_us=9223372036854775807 inter_token_us=1 tokens=1",
        "bench mark=1 first_token_us=1 inter_token_us=3600000001 tokens=1"
      })
  void whatIsNoScriptIsSomebodyElsesPrompt(String prompt) {
    assertThat(StreamScript.ofPrompt(prompt)).isEmpty();
  }

  @Test
  void aFirstTokenSurvivesItsText() {
    FirstToken token = new FirstToken(7, -5, 123_456_789_012L);

    assertThat(FirstToken.parse(token.text())).contains(token);
  }

  @Test
  void anyOtherTokenIsNoFirstToken() {
    assertThat(FirstToken.parse(new StreamScript(7, shape).token(1))).isEmpty();
  }
}
