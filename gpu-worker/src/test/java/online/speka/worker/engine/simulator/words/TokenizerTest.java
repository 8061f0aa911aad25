package online.speka.worker.engine.simulator.words;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Hello world.                | 3
          understanding               | 2
          12345                       | 2
          a  b                        | 3
          世界 東京                     | 4
          🚀                           | 2
          {"city": "Rome"}            | 9
          """)
  void tokensAreWhatADocumentReaderWouldCount(String text, int tokens) {
    assertThat(Tokenizer.count(text)).isEqualTo(tokens);
  }

  @Test
  void tokensAreTheWholeTextAndAsManyAsCounted() {
    for (int seed = 0; seed < 3000; seed++) {
      // Given
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      int[] alphabet = {' ', ' ', 'a', 'Z', '7', '\n', '.', 0xE9, 0x301, 0x4E16, 0x1F680, '"'};
      for (int i = random.nextInt(60); i > 0; i--) {
        text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
      }

      // When
      List<Token> tokens = Tokenizer.tokens(text.toString());

      // Then
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      tokens.forEach(token -> bytes.writeBytes(token.bytes()));
      assertThat(bytes.toString(UTF_8)).as("seed %d", seed).isEqualTo(text.toString());
      assertThat(Tokenizer.count(text.toString())).as("seed %d", seed).isEqualTo(tokens.size());
    }
  }

  @Test
  void halfASurrogatePairIsOneToken() {
    assertThat(Tokenizer.count("a\uD800 \uDC00b")).isEqualTo(4);
  }
}
