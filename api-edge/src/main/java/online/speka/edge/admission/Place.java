package online.speka.edge.admission;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import online.speka.contract.error.ApiError;

/// One request's place among those in flight. Acquired once, given back exactly once.
public final class Place {
  private final InFlightLimit limit;
  private final AtomicLong held = new AtomicLong();
  private final AtomicBoolean given = new AtomicBoolean();

  Place(InFlightLimit limit) {
    this.limit = limit;
  }

  /// Makes room for more bytes of the body, or says why not.
  public Optional<ApiError> hold(long bytes) {
    if (!limit.holdBytes(bytes)) {
      return Optional.of(limit.overloaded());
    }
    held.addAndGet(bytes);
    if (given.get()) {
      // The client left between two pieces of the body.
      releaseBody();
    }
    return Optional.empty();
  }

  /// Some of the bytes are not needed here any more.
  public void release(long bytes) {
    long before = held.getAndUpdate(now -> Math.max(0, now - bytes));
    limit.releaseBytes(Math.min(before, bytes));
  }

  /// The body is not needed here any more: the broker has it, or nobody wants it.
  public void releaseBody() {
    limit.releaseBytes(held.getAndSet(0));
  }

  /// @throws IllegalStateException if it was given back before
  public void giveBack() {
    if (!given.compareAndSet(false, true)) {
      throw new IllegalStateException("a place is given back once");
    }
    releaseBody();
    limit.release();
  }
}
