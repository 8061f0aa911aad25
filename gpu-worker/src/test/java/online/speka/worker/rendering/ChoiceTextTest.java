package online.speka.worker.rendering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTextTest {

  @Test
  void logprobsTravelWithTheTextTheirTokenBeginsIn() {
    // Given
    ChoiceText text = new ChoiceText(0, StopStrings.of(List.of("xyz")));

    // When a token may be the beginning of a stop, and then is not
    TokenEvent.Text first = text.push("ab x", logprob("ab x"));
    TokenEvent.Text second = text.push("y", logprob("y"));
    TokenEvent.Text third = text.push("!", logprob("!"));

    // Then
    assertThat(first.text()).isEqualTo("ab ");
    assertThat(first.logprobs()).extracting(l -> l.token().text()).containsExactly("ab x");
    assertThat(second).isNull();
    assertThat(third.text()).isEqualTo("xy!");
    assertThat(third.logprobs()).extracting(l -> l.token().text()).containsExactly("y", "!");
  }

  @Test
  void bothHalvesOfACharacterComeWithIt() {
    ChoiceText text = new ChoiceText(1, StopStrings.NONE);
    byte[] rocket = "🚀".getBytes(UTF_8);
    assertThat(text.push(new byte[] {rocket[0], rocket[1]}, logprob("1"))).isNull();
    TokenEvent.Text whole = text.push(new byte[] {rocket[2], rocket[3]}, logprob("2"));
    assertThat(whole).isEqualTo(new TokenEvent.Text(1, "🚀", whole.logprobs()));
    assertThat(whole.logprobs()).hasSize(2);
  }

  @Test
  void aSurrogatePairIsNotSplitBetweenStrings() {
    ChoiceText text = new ChoiceText(0, StopStrings.NONE);
    assertThat(text.push("a\uD83D", null).text()).isEqualTo("a");
    assertThat(text.push("\uDE80b", null).text()).isEqualTo("🚀b");
  }

  @Test
  void theEndShowsWhatWasHeldBackForAStop() {
    ChoiceText text = new ChoiceText(0, StopStrings.of(List.of("stop")));
    text.push("do not st", null);
    assertThat(text.flush().text()).isEqualTo("st");
    assertThat(text.flush()).isNull();
    assertThat(text.stopped()).isFalse();
  }

  @Test
  void theEndDoesNotShowHalfACharacter() {
    ChoiceText text = new ChoiceText(0, StopStrings.NONE);
    text.push(new byte[] {(byte) 0xF0, (byte) 0x9F}, null);
    assertThat(text.flush()).isNull();
  }

  private static TokenLogprob logprob(String token) {
    return new TokenLogprob(
        new TokenLogprob.Candidate(token, token.getBytes(UTF_8), -1), List.of());
  }
}
