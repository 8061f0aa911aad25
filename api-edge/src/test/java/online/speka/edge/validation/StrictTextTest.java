package online.speka.edge.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "BF",
        "C0AF",
        "C180",
        "C2",
        "C241",
        "E080AF",
        "E28282E2",
        "EDA080",
        "EDBFBF",
        "F0808080",
        "F08FBFBF",
        "F4908080",
        "F5808080",
        "F8888080",
        "FE",
        "FF",
        "00",
        "EFBBBF7B7D",
      })
  void whatIsNotWellFormedIsFound(String hex) {
    assertThat(StrictText.firstWrong(HexFormat.of().parseHex(hex))).isNotNegative();
  }

  @Test
  void everyCharacterIsWellFormed() {
    for (int character = 1; character <= Character.MAX_CODE_POINT; character++) {
      if (Character.isBmpCodePoint(character) && Character.isSurrogate((char) character)) {
        continue;
      }
      if (character != '\\' && character != 0xFEFF) {
        byte[] bytes = Character.toString(character).getBytes(UTF_8);
        assertThat(StrictText.firstWrong(bytes)).as("U+%04X", character).isEqualTo(-1);
      }
    }
  }

  @Test
  void itAgreesWithThePlatformsStrictDecoder() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(6)];
      for (int i = 0; i < bytes.length; i++) {
        // High bytes mostly; no NUL, no backslash, no byte order mark.
        bytes[i] = (byte) (random.nextInt(3) == 0 ? 'a' : 0x80 + random.nextInt(0x80));
      }
      if (bytes[0] != (byte) 0xEF) {
        assertThat(StrictText.firstWrong(bytes) < 0)
            .as(HexFormat.of().formatHex(bytes))
            .isEqualTo(decodes(bytes));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800x\"",
        "\"\\ud800\\n\"",
        "\"\\ud800\\ud800\"",
        "\"\\uD83D\\u0041\"",
        "\"\\\\\\ud800\"",
        "\\ud8",
        "\"\\ud83d\\ude\"",
      })
  void halfOfASurrogatePairIsFound(String text) {
    if (text.equals("\\ud8")) {
      // Cut short: the parser refuses it.
      assertThat(StrictText.firstWrong(text.getBytes(UTF_8))).isEqualTo(-1);
    } else {
      assertThat(StrictText.firstWrong(text.getBytes(UTF_8))).isNotNegative();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud83d\\ude00\"",
        "\"\\uD83D\\uDE00 \\u0041\"",
        "\"\\\\ud800\"",
        "\"\\\\\\\\ud800\"",
        "\"\\n\\\"\\/\"",
        "\\",
      })
  void wholePairsAndOtherEscapesPass(String text) {
    assertThat(StrictText.firstWrong(text.getBytes(UTF_8))).isEqualTo(-1);
  }

  private static boolean decodes(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
