package online.speka.worker.engine.http;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A body that is read piece by piece, each with a time limit, and can be broken off: then the
/// connection is closed, by which an upstream server notices that it need not generate any more.
/// Asks for one piece at a time, so the server is held back when the reader is slow.
final class TimedBody implements HttpResponse.BodySubscriber<TimedBody> {

  private static final Duration END_MAX = Duration.ofSeconds(1);

  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private Flow.@Nullable Subscription subscription;
  private boolean closed;
  private boolean released;

  private sealed interface Piece {
    record Bytes(List<ByteBuffer> buffers) implements Piece {}

    record End() implements Piece {}

    record Failure(Throwable cause) implements Piece {}
  }

  @Override
  public CompletionStage<TimedBody> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    boolean unwanted;
    synchronized (this) {
      subscription = newSubscription;
      unwanted = closed;
    }
    if (unwanted) {
      newSubscription.cancel();
    } else {
      newSubscription.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    boolean unwanted;
    synchronized (this) {
      unwanted = released;
    }
    if (unwanted) {
      close(); // More than the end of the body: not worth keeping the connection.
    } else {
      pieces.add(new Piece.Bytes(buffers));
    }
  }

  @Override
  public void onError(Throwable failure) {
    pieces.add(new Piece.Failure(failure));
  }

  @Override
  public void onComplete() {
    pieces.add(new Piece.End());
  }

  /// The next piece; null at the end of the body.
  ///
  /// @throws TimeoutException if none came in time
  @Nullable List<ByteBuffer> next(Duration timeout)
      throws IOException, TimeoutException, InterruptedException {
    return switch (pieces.poll(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      case null -> throw new TimeoutException();
      case Piece.End() -> null;
      case Piece.Failure(Throwable cause) -> throw new IOException(cause);
      case Piece.Bytes(List<ByteBuffer> buffers) -> {
        more();
        yield buffers;
      }
    };
  }

  private void more() {
    Flow.Subscription current;
    synchronized (this) {
      current = closed ? null : subscription;
    }
    if (current != null) {
      current.request(1);
    }
  }

  /// Nothing more is wanted of the body, which is about to end by itself: the connection can serve
  /// the next request then. If it has not ended after a while it is broken off.
  void release() {
    synchronized (this) {
      released = true;
    }
    CompletableFuture.delayedExecutor(END_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .execute(this::close);
  }

  /// Breaks the body off; a reader that waits sees an error. Nothing happens if it was read to its
  /// end.
  void close() {
    Flow.Subscription current;
    synchronized (this) {
      closed = true;
      current = subscription;
    }
    if (current != null) {
      current.cancel();
    }
    pieces.add(new Piece.Failure(new IOException("broken off")));
  }
}
