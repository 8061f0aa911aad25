package online.speka.infra.bench.flood;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import online.speka.infra.bench.probe.Ask;
import online.speka.infra.bench.probe.HttpDoor;
import online.speka.infra.bench.probe.Reply;
import online.speka.infra.bench.stack.StackException;

/// Some clients, each of which asks as soon as it has its answer.
final class Clients {

  private final HttpDoor edge;
  private final int count;
  private final LongSupplier ticker;

  Clients(HttpDoor edge, int count, LongSupplier ticker) {
    this.edge = edge;
    this.count = count;
    this.ticker = ticker;
  }

  /// @param asked answers as they must be
  /// @param others answers that are not
  record Asked(long asked, long others) {}

  /// @param asks asked for before each request, by any thread
  Asked run(Supplier<Ask> asks, Predicate<Reply> expected, Duration length) {
    long until = ticker.getAsLong() + length.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Asked>> clients = new ArrayList<>();
      for (int client = 0; client < count; client++) {
        clients.add(threads.submit(() -> one(asks, expected, until)));
      }
      long asked = 0;
      long others = 0;
      for (Future<Asked> client : clients) {
        asked += client.get().asked();
        others += client.get().others();
      }
      return new Asked(asked, others);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted.");
    } catch (ExecutionException e) {
      throw new StackException("A client failed: " + e.getCause());
    }
  }

  private Asked one(Supplier<Ask> asks, Predicate<Reply> expected, long until) {
    long asked = 0;
    long others = 0;
    while (ticker.getAsLong() < until) {
      if (expected.test(edge.ask(asks.get()))) {
        asked++;
      } else {
        others++;
      }
    }
    return new Asked(asked, others);
  }
}
