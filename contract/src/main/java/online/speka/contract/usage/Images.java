package online.speka.contract.usage;

import java.util.List;

/// The images that one job made: a request asks for one size and one quality.
///
/// @param quality as the client named it; `auto` if it named none
public record Images(int count, ImageSize size, String quality) {

  /// What `auto`, and no quality at all, is called.
  public static final String QUALITY_DEFAULT = "auto";

  /// The qualities that can be asked for.
  public static final List<String> QUALITIES =
      List.of(QUALITY_DEFAULT, "low", "medium", "high", "standard", "hd");

  /// Bound of a count that somebody else's process wrote.
  private static final int COUNT_MAX = 1_000_000;

  public Images {
    if (count < 1 || count > COUNT_MAX) {
      throw new IllegalArgumentException("images must be 1 to " + COUNT_MAX + ", not " + count);
    }
    if (!QUALITIES.contains(quality)) {
      throw new IllegalArgumentException(
          "quality must be one of " + String.join(", ", QUALITIES) + ", not " + quality);
    }
  }

  /// @throws IllegalArgumentException if they are not of one kind
  Images plus(Images other) {
    if (!size.equals(other.size) || !quality.equals(other.quality)) {
      throw new IllegalArgumentException("images of two kinds are no images of one job");
    }
    return new Images(Math.addExact(count, other.count), size, quality);
  }
}
