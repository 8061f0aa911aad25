package online.speka.ledger.admin.resources;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.usage.ImagePrice;
import online.speka.contract.usage.Prices;
import online.speka.ledger.admin.http.AdminException;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Fields;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Paged;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.pricing.NewPrice;
import online.speka.ledger.pricing.PriceBook;
import online.speka.ledger.pricing.PriceChange;
import online.speka.ledger.pricing.PriceRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/// What models cost, by date. Prices of images come from the catalog, and stay as they are.
final class PricesResource implements Resource {

  private static final String PATH = "/prices";
  private static final String MODEL = "model";
  private static final int PERCENT_MAX = 100;

  private final PriceBook prices;
  private final InstantSource clock;

  PricesResource(PriceBook prices, InstantSource clock) {
    this.prices = prices;
    this.clock = clock;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get(PATH, this::list),
        Operation.money(HttpMethod.POST, PATH, "price.set", this::set));
  }

  /// All versions of one model, or the price of every model that is in force now.
  private Reply list(Call call) {
    List<PriceRecord> found =
        call.query()
            .read(MODEL, ModelId::new)
            .map(prices::history)
            .orElseGet(() -> prices.inForce(clock.instant()));
    return new Reply.Json(new Paged<>(found.stream().map(View::of).toList(), null));
  }

  private Reply.Changed set(Call call) {
    Fields body = call.body();
    ModelId model = body.read(MODEL, ModelId::new);
    long completion = body.whole("completion", 0, Prices.PRICE_MAX);
    NewPrice wanted =
        new NewPrice(
            model,
            new Prices(
                body.whole("prompt", 0, Prices.PRICE_MAX),
                body.whole("cached_prompt", 0, Prices.PRICE_MAX),
                completion,
                body.optionalWhole("reasoning", 0, Prices.PRICE_MAX).orElse(completion),
                imagesOf(model),
                (int) body.optionalWhole("batch_discount_percent", 0, PERCENT_MAX).orElse(0)),
            body.instant("valid_from"),
            call.operator().signature(),
            body.read("reason", EntriesResource::reason));
    return switch (prices.set(wanted)) {
      case PriceChange.Recorded(var price) ->
          new Reply.Changed(
              201, "price:" + price.version().id() + " of " + model, null, View.of(price));
      case PriceChange.Refused(var why, var earliest, var latest) ->
          throw refused(why, earliest, latest);
    };
  }

  private List<ImagePrice> imagesOf(ModelId model) {
    return prices.inForce(clock.instant()).stream()
        .filter(price -> price.version().model().equals(model))
        .findFirst()
        .map(price -> price.version().prices().images())
        .orElse(List.of());
  }

  private static AdminException refused(PriceChange.Why why, Instant earliest, Instant latest) {
    return switch (why) {
      case UNKNOWN_MODEL -> AdminException.notFound("No catalog had such a model.");
      case TOO_EARLY, TOO_FAR ->
          AdminException.invalid(
              "valid_from", "valid_from must be from " + earliest + " to " + latest);
    };
  }

  /// Micro-credits per million tokens.
  private record View(
      long version,
      String model,
      long prompt,
      long cachedPrompt,
      long completion,
      long reasoning,
      int batchDiscountPercent,
      Instant validFrom,
      String source,
      @Nullable String by,
      @Nullable String reason) {

    static View of(PriceRecord price) {
      Prices amounts = price.version().prices();
      return new View(
          price.version().id(),
          price.version().model().value(),
          amounts.prompt(),
          amounts.cachedPrompt(),
          amounts.completion(),
          amounts.reasoning(),
          amounts.batchDiscountPercent(),
          price.version().validFrom(),
          price.source().name().toLowerCase(Locale.ROOT),
          price.by(),
          price.reason());
    }
  }
}
