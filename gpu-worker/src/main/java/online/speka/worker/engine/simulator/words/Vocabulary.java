package online.speka.worker.engine.simulator.words;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The words the simulator knows, cut into tokens once.
public final class Vocabulary {

  static final Token PERIOD = Token.of(".");
  static final Token COMMA = Token.of(",");
  static final Token PARAGRAPH = Token.of("\n\n");

  private static final String RESOURCE = "words.txt";

  /// Written with the space before them. The last emoji is three code points, joined.
  private static final List<String> FOREIGN =
      List.of(
          " 世界", " 你好", " 東京", " ありがとう", " カフェ", " 서울", " Привет", " μέρα", " नमस्ते", " 🚀", " 😀",
          " 🌍", " 🎉", " 👩‍💻");

  private static final List<String> WORDS = readWords();

  private static final List<List<Token>> PLAIN = cut(WORDS, word -> " " + word);
  private static final List<List<Token>> CAPITAL = cut(WORDS, word -> " " + capital(word));
  private static final List<List<Token>> FIRST = cut(WORDS, Vocabulary::capital);
  private static final List<List<Token>> OTHER = cut(FOREIGN, word -> word);

  private Vocabulary() {}

  private interface Form {
    String of(String word);
  }

  private static List<List<Token>> cut(List<String> words, Form form) {
    return words.stream().map(word -> List.copyOf(Tokenizer.tokens(form.of(word)))).toList();
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static List<String> readWords() {
    try (InputStream in = Vocabulary.class.getResourceAsStream(RESOURCE)) {
      String text = new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), UTF_8);
      List<String> words = new ArrayList<>();
      for (String word : text.split("\\s+", -1)) {
        if (!word.isEmpty()) {
          words.add(word);
        }
      }
      return List.copyOf(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A word on its own.
  public static String word(Dice dice) {
    return WORDS.get(dice.below(WORDS.size()));
  }

  /// A word inside a sentence.
  static List<Token> plain(Dice dice) {
    return PLAIN.get(dice.below(PLAIN.size()));
  }

  /// A word that begins a sentence after another.
  static List<Token> capital(Dice dice) {
    return CAPITAL.get(dice.below(CAPITAL.size()));
  }

  /// A word that begins a text or a paragraph.
  static List<Token> first(Dice dice) {
    return FIRST.get(dice.below(FIRST.size()));
  }

  /// Something that is not Latin.
  static List<Token> foreign(Dice dice) {
    return OTHER.get(dice.below(OTHER.size()));
  }

  /// The tokens that a client names by number. Every number is one: the words are numbered over and
  /// over.
  public static List<Token> named(int[] ids) {
    List<Token> tokens = new ArrayList<>(ids.length);
    for (int id : ids) {
      tokens.add(Token.of(" " + WORDS.get(id % WORDS.size())));
    }
    return tokens;
  }

  /// The only token of a short word; what else might have stood in some place.
  public static Token alternative(Dice dice) {
    return plain(dice).getFirst();
  }
}
