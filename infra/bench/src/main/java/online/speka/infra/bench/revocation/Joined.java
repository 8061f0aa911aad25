package online.speka.infra.bench.revocation;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import online.speka.infra.bench.stack.StackException;

/// Waits for what other threads do.
final class Joined {

  private Joined() {}

  static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted.");
    } catch (ExecutionException e) {
      throw new StackException("A key could not be made, revoked or watched: " + e.getCause());
    }
  }
}
