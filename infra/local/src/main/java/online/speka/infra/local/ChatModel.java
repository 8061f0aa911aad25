package online.speka.infra.local;

import java.util.function.Supplier;
import online.speka.contract.catalog.Catalog;

/// The file of the real chat model, which is fetched once, while the services start.
final class ChatModel {

  private ChatModel() {}

  static Services fetchedMeanwhile(
      LocalSettings settings, Catalog catalog, Progress progress, Supplier<Services> services) {
    return services.get();
  }
}
