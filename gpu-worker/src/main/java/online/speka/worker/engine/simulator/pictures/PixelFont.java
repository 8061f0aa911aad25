package online.speka.worker.engine.simulator.pictures;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Letters of five by seven dots. A font of the machine's would make another picture on every
/// machine, and none at all where there are no fonts.
final class PixelFont {

  static final int WIDTH = 5;
  static final int HEIGHT = 7;

  private static final String RESOURCE = "letters.txt";

  /// What stands for a character without a letter.
  private static final List<String> UNKNOWN =
      List.of("#####", "#...#", "#...#", "#...#", "#...#", "#...#", "#####");

  private static final Map<Integer, List<String>> LETTERS = read();

  private PixelFont() {}

  /// Each line is a character and its rows, from the top.
  private static Map<Integer, List<String>> read() {
    Map<Integer, List<String>> letters = new HashMap<>();
    try (InputStream in = PixelFont.class.getResourceAsStream(RESOURCE)) {
      String text = new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), UTF_8);
      text.lines()
          .forEach(
              line -> letters.put(line.codePointAt(0), List.of(line.substring(2).split(" ", -1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    letters.put((int) ' ', List.of());
    return Map.copyOf(letters);
  }

  /// Whether there is a dot. Small letters are drawn as capitals.
  static boolean isSet(int character, int column, int row) {
    List<String> rows = LETTERS.getOrDefault(Character.toUpperCase(character), UNKNOWN);
    return row < rows.size() && rows.get(row).charAt(column) == '#';
  }
}
