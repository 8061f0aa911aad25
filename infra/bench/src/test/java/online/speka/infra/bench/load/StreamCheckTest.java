package online.speka.infra.bench.load;

import static online.speka.infra.bench.load.Streams.DONE;
import static online.speka.infra.bench.load.Streams.END;
import static online.speka.infra.bench.load.Streams.FINISH;
import static online.speka.infra.bench.load.Streams.FIRST;
import static online.speka.infra.bench.load.Streams.ROLE;
import static online.speka.infra.bench.load.Streams.SECOND;
import static online.speka.infra.bench.load.Streams.THIRD;
import static online.speka.infra.bench.load.Streams.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import online.speka.infra.bench.script.FirstToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamCheckTest {

  private long nanos = 300;
  private int tokens;

  private Exchange outcome(String body) {
    StreamCheck check = new StreamCheck(Streams.SCRIPT, 10, 20, () -> nanos++, () -> tokens++);
    return check.bytes(Streams.bytes(body)).orElseGet(check::end);
  }

  @Test
  void aWholeStreamIsAnsweredWithItsTimes() {
    assertThat(outcome(Streams.WHOLE)).isEqualTo(new Exchange.Answered(10, 20, 100, 200, 300, 301));
  }

  @Test
  void tokensAreCountedWhileTheyComeAndNothingElseIs() {
    StreamCheck check = new StreamCheck(Streams.SCRIPT, 10, 20, () -> nanos++, () -> tokens++);

    var _ = check.bytes(Streams.bytes(ROLE + FIRST + SECOND));
    assertThat(tokens).isEqualTo(2);

    var _ = check.bytes(Streams.bytes(THIRD + END));
    assertThat(tokens).isEqualTo(3);
  }

  @Test
  void keepAlivesAreNoFault() {
    assertThat(outcome(": ka\n" + Streams.WHOLE)).isInstanceOf(Exchange.Answered.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // cut off, at each place
        "",
        ROLE_,
        ROLE_ + FIRST_,
        ROLE_ + FIRST_ + SECOND_ + THIRD_,
        ROLE_ + FIRST_ + SECOND_ + THIRD_ + FINISH_,
        ROLE_ + FIRST_ + SECOND_ + THIRD_ + FINISH_ + USAGE_,
        // lost, doubled, swapped
        ROLE_ + FIRST_ + THIRD_ + END_,
        ROLE_ + SECOND_ + THIRD_ + END_,
        ROLE_ + FIRST_ + SECOND_ + END_,
        ROLE_ + FIRST_ + FIRST_ + SECOND_ + THIRD_ + END_,
        ROLE_ + FIRST_ + SECOND_ + SECOND_ + THIRD_ + END_,
        ROLE_ + FIRST_ + THIRD_ + SECOND_ + END_,
        // ends that are none
        ROLE_ + FIRST_ + SECOND_ + THIRD_ + DONE_,
        ROLE_ + FIRST_ + SECOND_ + THIRD_ + FINISH_ + DONE_,
        ROLE_ + FIRST_ + SECOND_ + THIRD_ + END_ + DONE_,
        ROLE_ + FIRST_ + SECOND_ + THIRD_ + END_ + SECOND_,
        ROLE_ + FIRST_ + SECOND_ + THIRD_ + FINISH_ + FINISH_ + USAGE_ + DONE_,
        ROLE_ + FIRST_ + SECOND_ + THIRD_ + FINISH_ + USAGE_ + USAGE_ + DONE_
      })
  void anyOtherSequenceIsWrong(String letters) {
    assertThat(outcome(text(letters))).isInstanceOf(Exchange.Wrong.class);
  }

  @Test
  void anotherRequestsTokenIsWrong() {
    String foreign = Streams.token(new FirstToken(8, 1, 2).text());

    assertThat(outcome(ROLE + foreign + SECOND + THIRD + END)).isInstanceOf(Exchange.Wrong.class);
    assertThat(outcome(ROLE + FIRST + Streams.token("8.1 ") + THIRD + END))
        .isInstanceOf(Exchange.Wrong.class);
  }

  @Test
  void aWrongCountInTheUsageIsWrong() {
    String usage = USAGE.replace("\"completion_tokens\":3", "\"completion_tokens\":4");

    assertThat(outcome(ROLE + FIRST + SECOND + THIRD + FINISH + usage + DONE))
        .isInstanceOf(Exchange.Wrong.class);
  }

  @Test
  void anErrorEventFailsTheExchangeInOrder() {
    assertThat(outcome(ROLE + FIRST + "data: {\"error\":{\"message\":\"gone\"}}\n\n"))
        .isInstanceOf(Exchange.Failed.class);
  }

  // Annotations take constants only: a letter for each event.
  private static final String ROLE_ = "R";
  private static final String FIRST_ = "1";
  private static final String SECOND_ = "2";
  private static final String THIRD_ = "3";
  private static final String FINISH_ = "F";
  private static final String USAGE_ = "U";
  private static final String DONE_ = "D";
  private static final String END_ = FINISH_ + USAGE_ + DONE_;

  private static String text(String letters) {
    StringBuilder text = new StringBuilder();
    for (char letter : letters.toCharArray()) {
      text.append(
          switch (letter) {
            case 'R' -> ROLE;
            case '1' -> FIRST;
            case '2' -> SECOND;
            case '3' -> THIRD;
            case 'F' -> FINISH;
            case 'U' -> USAGE;
            case 'D' -> DONE;
            default -> throw new IllegalArgumentException("no event " + letter);
          });
    }
    return text.toString();
  }
}
