package online.speka.worker.rendering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8AssemblerTest {

  private static final int[] CODE_POINTS = {
    'a', ' ', 0xE9, 0x7FF, 0x800, 0x4E16, 0xFFFD, 0x1F680, 0x10FFFF
  };

  @Test
  void textCutAnywhereComesOutWholeAndInWholeCodePoints() {
    for (int seed = 0; seed < 2000; seed++) {
      // Given
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      Utf8Assembler assembler = new Utf8Assembler();
      StringBuilder shown = new StringBuilder();

      // When
      for (int at = 0; at < bytes.length; ) {
        int end = Math.min(bytes.length, at + random.nextInt(4));
        String piece = assembler.push(Arrays.copyOfRange(bytes, at, end));
        assertThat(new String(piece.getBytes(UTF_8), UTF_8)).as("seed %d", seed).isEqualTo(piece);
        shown.append(piece);
        at = end;
      }

      // Then
      assertThat(shown).as("seed %d", seed).hasToString(text.toString());
      assertThat(assembler.isPending()).isFalse();
    }
  }

  @Test
  void whatCanStillBecomeACharacterIsHeldBack() {
    Utf8Assembler assembler = new Utf8Assembler();
    assertThat(assembler.push(new byte[] {' ', (byte) 0xF0, (byte) 0x9F})).isEqualTo(" ");
    assertThat(assembler.isPending()).isTrue();
    assertThat(assembler.push(new byte[] {(byte) 0x9A})).isEmpty();
    assertThat(assembler.push(new byte[] {(byte) 0x80, '!'})).isEqualTo("🚀!");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0xBF, 0xF8, 0xFF})
  void aByteThatBeginsNothingIsReplacedAtOnce(int wrong) {
    assertThat(new Utf8Assembler().push(new byte[] {'a', (byte) wrong})).isEqualTo("a\uFFFD");
  }

  @Test
  void aCharacterThatIsNotGoneOnWithIsReplaced() {
    Utf8Assembler assembler = new Utf8Assembler();
    assertThat(assembler.push(new byte[] {(byte) 0xE4, (byte) 0xB8})).isEmpty();
    assertThat(assembler.push(new byte[] {'x'})).isEqualTo("\uFFFDx");
  }
}
