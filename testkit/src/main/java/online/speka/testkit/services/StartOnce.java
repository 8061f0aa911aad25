package online.speka.testkit.services;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import online.speka.infra.services.process.ServiceException;

/**
 * Starts something when it is first asked for, on a thread of its own. A failure is kept too:
 * whoever asks next gets the same answer at once, not another slow attempt.
 */
final class StartOnce<T> {

  private static final Executor STARTERS =
      task -> Thread.ofPlatform().name("test-services-start").daemon().start(task);

  private final Supplier<T> starter;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CompletableFuture<T> started = new CompletableFuture<>();

  StartOnce(Supplier<T> starter) {
    this.starter = starter;
  }

  void begin() {
    if (begun.compareAndSet(false, true)) {
      var _ = CompletableFuture.supplyAsync(starter, STARTERS).whenComplete(this::finish);
    }
  }

  private void finish(T result, Throwable failure) {
    if (failure == null) {
      started.complete(result);
    } else {
      started.completeExceptionally(failure);
    }
  }

  T get() {
    begin();
    try {
      return started.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ServiceException forPeople) {
        throw forPeople;
      }
      throw e;
    }
  }
}
