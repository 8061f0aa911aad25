package online.speka.infra.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import online.speka.infra.local.models.FetchListener;
import online.speka.infra.local.models.ModelFetcher;

/// The file of the real chat model: fetched once, while the services start. A stack without it
/// still starts, without that model.
final class ChatModel {

  private ChatModel() {}

  /// Begins to fetch. Empty in the end if nobody has the file, which has been said by then.
  static CompletableFuture<Optional<Path>> fetch(
      LocalSettings settings, Map<String, String> environment, Progress progress) {
    if (!settings.offers(LocalCatalog.SMOLLM2)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    ModelFetcher fetcher = ModelFetcher.smolLm2(environment, System::nanoTime);
    Path folder = PartArguments.modelDirectory(settings);
    return CompletableFuture.supplyAsync(
        () -> fetch(fetcher, folder, progress), Executors.newVirtualThreadPerTaskExecutor());
  }

  private static Optional<Path> fetch(ModelFetcher fetcher, Path folder, Progress progress) {
    try {
      return Optional.of(fetcher.fetch(folder, new Told(progress)));
    } catch (IOException e) {
      progress.say("no chat model: " + e.getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private record Told(Progress progress) implements FetchListener {

    @Override
    public void trying(String source) {
      progress.say("fetching the chat model from " + source);
    }

    @Override
    public void progress(String source, long bytes, long bytesTotal, long bytesPerSecond) {
      progress.say(
          String.format(
              Locale.ROOT,
              "fetching the chat model from %s: %.1f of %.1f MB, %.1f MB/s",
              source,
              bytes / 1e6,
              bytesTotal / 1e6,
              bytesPerSecond / 1e6));
    }

    @Override
    public void failed(String source, String reason) {
      progress.say("no chat model from " + source + ": " + reason);
    }

    @Override
    public void fetched(String source, Path file) {
      progress.say("the chat model is there: " + file.getFileName());
    }
  }
}
