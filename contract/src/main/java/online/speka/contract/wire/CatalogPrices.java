package online.speka.contract.wire;

import java.util.List;
import online.speka.contract.usage.ImagePrice;
import online.speka.contract.usage.ImageSize;
import online.speka.contract.usage.Prices;
import org.jspecify.annotations.Nullable;

/// Prices as a catalog file says them. They are checked by the model they belong to, so that a
/// mistake is reported with its place in the model.
record CatalogPrices(
    @Nullable Long prompt,
    @Nullable Long cachedPrompt,
    @Nullable Long completion,
    @Nullable Long reasoning,
    @Nullable Integer batchDiscountPercent,
    @Nullable List<Image> images) {

  Prices toPrices() {
    long completionPrice = CatalogFile.required("prices.completion", completion);
    return new Prices(
        CatalogFile.required("prices.prompt", prompt),
        CatalogFile.required("prices.cached_prompt", cachedPrompt),
        completionPrice,
        reasoning == null ? completionPrice : reasoning,
        images == null ? List.of() : images.stream().map(Image::toPrice).toList(),
        batchDiscountPercent == null ? 0 : batchDiscountPercent);
  }

  record Image(@Nullable String size, @Nullable String quality, @Nullable Long price) {

    ImagePrice toPrice() {
      return new ImagePrice(
          size == null ? null : offered(size),
          quality,
          CatalogFile.required("prices.images.price", price));
    }

    private static ImageSize offered(String name) {
      return ImageSize.OFFERED.stream()
          .filter(size -> size.toString().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "prices.images.size must be one of " + ImageSize.OFFERED + ", not " + name));
    }
  }
}
