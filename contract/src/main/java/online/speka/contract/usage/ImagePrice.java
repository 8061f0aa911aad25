package online.speka.contract.usage;

import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one image costs, in micro-credits, beside its tokens.
///
/// @param size absent: every size that has no price of its own
/// @param quality absent: every quality that has no price of its own
public record ImagePrice(@Nullable ImageSize size, @Nullable String quality, long price) {

  /// Highest price of one image.
  public static final long PRICE_MAX = 1_000_000_000L;

  /// The most exact first: size and quality, size, quality, neither.
  static final Comparator<ImagePrice> MOST_EXACT_FIRST =
      Comparator.comparing((ImagePrice p) -> p.size == null)
          .thenComparing(p -> p.quality == null)
          .thenComparing(ImagePrice::toString);

  private static final String ANY = "*";

  public ImagePrice {
    if (quality != null && !Images.QUALITIES.contains(quality)) {
      throw new IllegalArgumentException(
          "prices.images.quality must be one of "
              + String.join(", ", Images.QUALITIES)
              + ", not "
              + quality);
    }
    if (price < 0 || price > PRICE_MAX) {
      throw new IllegalArgumentException(
          "prices.images.price must be 0 to " + PRICE_MAX + ", not " + price);
    }
  }

  boolean isFor(Images images) {
    return (size == null || size.equals(images.size()))
        && (quality == null || quality.equals(images.quality()));
  }

  boolean isForTheSameAs(ImagePrice other) {
    return Optional.ofNullable(size).equals(Optional.ofNullable(other.size))
        && Optional.ofNullable(quality).equals(Optional.ofNullable(other.quality));
  }

  boolean isForEveryImage() {
    return size == null && quality == null;
  }

  /// `size/quality=price`, with `*` for any: as the ledger keeps it.
  @Override
  public String toString() {
    return (size == null ? ANY : size.toString())
        + "/"
        + (quality == null ? ANY : quality)
        + "="
        + price;
  }

  /// The inverse of [#toString()].
  ///
  /// @throws IllegalArgumentException if it is no such text
  public static ImagePrice parse(String text) {
    int slash = text.indexOf('/');
    int equals = text.indexOf('=', slash + 1);
    if (slash < 0 || equals < 0) {
      throw new IllegalArgumentException("not the price of an image: " + text);
    }
    String size = text.substring(0, slash);
    String quality = text.substring(slash + 1, equals);
    return new ImagePrice(
        size.equals(ANY) ? null : ImageSize.parse(size),
        quality.equals(ANY) ? null : quality,
        Long.parseLong(text.substring(equals + 1)));
  }
}
