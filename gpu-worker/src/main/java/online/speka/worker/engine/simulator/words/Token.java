package online.speka.worker.engine.simulator.words;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// A piece of a word with the space before it. A character beyond the basic plane is two tokens of
/// two bytes each, as in the vocabularies of real models, so that whoever cuts text between tokens
/// cuts characters.
///
/// @param text what the token shows alone; for half a character, its bytes in words
/// @param bytes UTF-8
/// @param whole whether the bytes are whole characters
public record Token(String text, byte[] bytes, boolean whole) {

  static Token of(String text) {
    return new Token(text, text.getBytes(UTF_8), true);
  }

  /// The two tokens of a text that ends with a character of four bytes.
  static List<Token> halves(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    int cut = bytes.length - 2;
    return List.of(
        half(Arrays.copyOf(bytes, cut)), half(Arrays.copyOfRange(bytes, cut, bytes.length)));
  }

  private static Token half(byte[] bytes) {
    String text = "bytes:\\x" + HexFormat.ofDelimiter("\\x").formatHex(bytes);
    return new Token(text, bytes, false);
  }
}
