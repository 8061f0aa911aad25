package online.speka.contract.usage;

import java.util.List;
import java.util.Optional;

/// How large an image is, and so how many tokens it costs.
///
/// **The rule.** An image is billed as completion tokens: one for each square of [#TOKEN_PIXELS] by
/// [#TOKEN_PIXELS] pixels, squares that are only begun included. That is what a diffusion
/// transformer such as FLUX.1 computes: a latent pixel for 8 by 8 pixels, and a token for 2 by 2 of
/// those. 1024x1024 is 4096 tokens.
public record ImageSize(int width, int height) {

  /// Side of the square that is one token.
  public static final int TOKEN_PIXELS = 16;

  /// Most images of one request.
  public static final int IMAGES_MAX = 10;

  /// What `auto`, and no size at all, means.
  public static final ImageSize DEFAULT = new ImageSize(1024, 1024);

  /// The sizes that can be asked for.
  public static final List<ImageSize> OFFERED =
      List.of(
          new ImageSize(256, 256),
          new ImageSize(512, 512),
          new ImageSize(768, 768),
          DEFAULT,
          new ImageSize(1024, 1536),
          new ImageSize(1536, 1024),
          new ImageSize(1024, 1792),
          new ImageSize(1792, 1024));

  public ImageSize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("an image has at least one pixel");
    }
  }

  /// The size a client names, if it is offered.
  public static Optional<ImageSize> of(String name) {
    return name.equals("auto")
        ? Optional.of(DEFAULT)
        : OFFERED.stream().filter(size -> size.toString().equals(name)).findFirst();
  }

  /// Any size, as [#toString()] writes it.
  ///
  /// @throws IllegalArgumentException if it is none
  public static ImageSize parse(String text) {
    int by = text.indexOf('x');
    try {
      return new ImageSize(
          Integer.parseInt(text, 0, Math.max(by, 0), 10),
          Integer.parseInt(text, by + 1, text.length(), 10));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("size must be like 1024x1024, not " + text, e);
    }
  }

  /// Completion tokens of one image.
  public long tokens() {
    return (long) Math.ceilDiv(width, TOKEN_PIXELS) * Math.ceilDiv(height, TOKEN_PIXELS);
  }

  /// As clients write it.
  @Override
  public String toString() {
    return width + "x" + height;
  }
}
