package online.speka.worker.engine.simulator.pictures;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import online.speka.contract.usage.ImageSize;
import online.speka.worker.engine.simulator.words.Dice;

/// A picture that is the same on every machine: bands of colour with discs on them, and a dark
/// field that says that it is simulated, by which model, and how its prompt begins.
public final class Picture {

  /// How much of a prompt is shown, in characters.
  static final int PROMPT_SHOWN_MAX = 120;

  private static final String TITLE = "SIMULATED IMAGE";
  private static final int BANDS = 48;
  private static final int DISCS = 6;
  private static final int WHITE = 0xFFFFFF;
  private static final int YELLOW = 0xFFD54A;
  private static final int GAP_ROWS = 3;

  /// Letters across the field, their gaps included; what decides how large they are.
  private static final int COLUMNS = 32;

  private final BufferedImage image;
  private final Dice dice;

  private Picture(ImageSize size, long seed) {
    this.image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    this.dice = new Dice(seed);
  }

  public static BufferedImage draw(ImageSize size, String model, String prompt, long seed) {
    Picture picture = new Picture(size, seed);
    picture.bands();
    for (int i = 0; i < DISCS; i++) {
      picture.disc();
    }
    picture.words(model, prompt);
    return picture.image;
  }

  private void bands() {
    int from = colour();
    int to = colour();
    for (int y = 0; y < image.getHeight(); y++) {
      int band = y * BANDS / image.getHeight();
      int colour = mixed(from, to, band, BANDS);
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, colour);
      }
    }
  }

  private int colour() {
    return (int) (dice.next() & WHITE);
  }

  private static int mixed(int one, int other, int part, int whole) {
    int colour = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int a = (one >> shift) & 0xFF;
      int b = (other >> shift) & 0xFF;
      colour |= (a + (b - a) * part / whole) << shift;
    }
    return colour;
  }

  private void disc() {
    int radius = Math.min(image.getWidth(), image.getHeight()) / dice.between(5, 12);
    int centreX = dice.below(image.getWidth());
    int centreY = dice.below(image.getHeight());
    int colour = colour();
    for (int y = Math.max(0, centreY - radius);
        y < Math.min(image.getHeight(), centreY + radius);
        y++) {
      int reach =
          (int) Math.sqrt((double) radius * radius - (double) (y - centreY) * (y - centreY));
      for (int x = Math.max(0, centreX - reach);
          x < Math.min(image.getWidth(), centreX + reach);
          x++) {
        image.setRGB(x, y, mixed(image.getRGB(x, y), colour, 2, 3));
      }
    }
  }

  private void words(String model, String prompt) {
    int dot = Math.max(1, image.getWidth() / (COLUMNS * (PixelFont.WIDTH + 1)));
    int columns = image.getWidth() / (dot * (PixelFont.WIDTH + 1)) - 2;
    List<String> lines = new ArrayList<>();
    lines.add(TITLE);
    lines.addAll(wrapped(model, columns));
    lines.addAll(wrapped(beginning(prompt), columns));
    int lineHeight = dot * (PixelFont.HEIGHT + GAP_ROWS);
    int top = Math.max(0, (image.getHeight() - (lines.size() + 1) * lineHeight) / 2);
    field(top, top + (lines.size() + 1) * lineHeight);
    int left = dot * (PixelFont.WIDTH + 1);
    for (int i = 0; i < lines.size(); i++) {
      line(lines.get(i), left, top + lineHeight / 2 + i * lineHeight, dot, i == 0 ? YELLOW : WHITE);
    }
  }

  /// One line without control characters.
  private static String beginning(String prompt) {
    String line = prompt.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    int characters = line.codePointCount(0, line.length());
    return characters <= PROMPT_SHOWN_MAX
        ? line
        : line.substring(0, line.offsetByCodePoints(0, PROMPT_SHOWN_MAX)) + "...";
  }

  private static List<String> wrapped(String text, int columns) {
    List<String> lines = new ArrayList<>();
    int[] characters = text.codePoints().toArray();
    for (int from = 0; from < characters.length; from += columns) {
      lines.add(new String(characters, from, Math.min(columns, characters.length - from)));
    }
    return lines;
  }

  private void field(int top, int bottom) {
    for (int y = top; y < Math.min(bottom, image.getHeight()); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, mixed(image.getRGB(x, y), 0, 3, 4));
      }
    }
  }

  private void line(String text, int left, int top, int dot, int colour) {
    int[] characters = text.codePoints().toArray();
    for (int i = 0; i < characters.length; i++) {
      int x = left + i * dot * (PixelFont.WIDTH + 1);
      for (int row = 0; row < PixelFont.HEIGHT; row++) {
        for (int column = 0; column < PixelFont.WIDTH; column++) {
          if (PixelFont.isSet(characters[i], column, row)) {
            square(x + column * dot, top + row * dot, dot, colour);
          }
        }
      }
    }
  }

  private void square(int left, int top, int side, int colour) {
    for (int y = top; y < Math.min(top + side, image.getHeight()); y++) {
      for (int x = left; x < Math.min(left + side, image.getWidth()); x++) {
        image.setRGB(x, y, colour);
      }
    }
  }
}
