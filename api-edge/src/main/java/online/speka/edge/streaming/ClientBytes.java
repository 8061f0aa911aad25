package online.speka.edge.streaming;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/// Bytes on their way to one client: passed on as fast as its socket takes them. Everything but
/// demand is touched on the client's event loop only.
final class ClientBytes extends Flux<byte[]> implements Subscription {
  /// Pieces that wait together are written as one, up to this size.
  private static final int WRITE_BYTES_MAX = 64 * 1024;

  private final ClientConnection client;
  private final Runnable wake;
  private final Deque<byte[]> pending = new ArrayDeque<>();
  private final AtomicLong demand = new AtomicLong();
  private @Nullable CoreSubscriber<? super byte[]> subscriber;
  private @Nullable Throwable failure;
  private long pendingBytes;
  private boolean ended;
  private boolean done;

  /// @param wake asks for [#drain()] to be called on the event loop
  ClientBytes(ClientConnection client, Runnable wake) {
    this.client = client;
    this.wake = wake;
  }

  void add(byte[] bytes) {
    if (bytes.length > 0) {
      pending.add(bytes);
      pendingBytes += bytes.length;
    }
  }

  /// Nothing follows what waits now.
  void end() {
    ended = true;
  }

  /// After what waits now, the stream breaks.
  void end(Throwable reason) {
    failure = reason;
    ended = true;
  }

  /// Forgets what waits: it is not wanted any more.
  void discard() {
    pending.clear();
    pendingBytes = 0;
  }

  /// Whether nothing more will be passed on: all was, or the client left.
  boolean isDone() {
    return done;
  }

  long pendingBytes() {
    return pendingBytes;
  }

  /// Passes on what the socket takes.
  ///
  /// @return whether it took anything
  boolean drain() {
    CoreSubscriber<? super byte[]> to = subscriber;
    if (to == null || done) {
      return false;
    }
    boolean took = false;
    while (!pending.isEmpty() && demand.get() > 0 && client.isWritable()) {
      byte[] bytes = nextWrite();
      pendingBytes -= bytes.length;
      took = true;
      demand.decrementAndGet();
      to.onNext(bytes);
      if (done) {
        return true;
      }
    }
    if (pending.isEmpty() && ended) {
      done = true;
      if (failure == null) {
        to.onComplete();
      } else {
        to.onError(failure);
      }
    }
    return took;
  }

  private byte[] nextWrite() {
    byte[] first = pending.remove();
    byte[] following = pending.peek();
    if (following == null || first.length + following.length > WRITE_BYTES_MAX) {
      return first;
    }
    int length = first.length;
    int count = 0;
    for (byte[] bytes : pending) {
      if (length + bytes.length > WRITE_BYTES_MAX) {
        break;
      }
      length += bytes.length;
      count++;
    }
    byte[] joined = new byte[length];
    System.arraycopy(first, 0, joined, 0, first.length);
    int at = first.length;
    for (; count > 0; count--) {
      byte[] bytes = pending.remove();
      System.arraycopy(bytes, 0, joined, at, bytes.length);
      at += bytes.length;
    }
    return joined;
  }

  @Override
  public void subscribe(CoreSubscriber<? super byte[]> actual) {
    if (subscriber != null) {
      Operators.error(actual, new IllegalStateException("a stream has one reader"));
      return;
    }
    subscriber = actual;
    actual.onSubscribe(this);
  }

  @Override
  public void request(long n) {
    if (Operators.validate(n)) {
      demand.accumulateAndGet(n, Operators::addCap);
      wake.run();
    }
  }

  @Override
  public void cancel() {
    done = true;
  }
}
