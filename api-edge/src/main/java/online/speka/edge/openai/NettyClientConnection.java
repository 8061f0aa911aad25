package online.speka.edge.openai;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import online.speka.edge.streaming.ClientConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Mono;
import reactor.netty.channel.ChannelOperations;

/// The channel of one client.
final class NettyClientConnection implements ClientConnection {
  private static final Logger LOG = LoggerFactory.getLogger(NettyClientConnection.class);

  private final ChannelOperations<?, ?> exchange;
  private final Channel channel;
  private final NettyConnectionHandler handler;

  private NettyClientConnection(ChannelOperations<?, ?> exchange) {
    this.exchange = exchange;
    this.channel = exchange.channel();
    this.handler = NettyConnectionHandler.of(channel);
  }

  static NettyClientConnection of(ServerHttpResponse response) {
    return new NettyClientConnection(ServerHttpResponseDecorator.getNativeResponse(response));
  }

  /// A request begins: its connection is in use again.
  void begin() {
    handler.begin();
  }

  /// What is left of a refused request's body is dropped as it comes, so that the client reads the
  /// answer instead of a broken connection; but not for ever.
  void dropRestOfBody(Duration wait) {
    if (!exchange.isInboundDisposed()) {
      handler.dropRestOfBody(channel, wait);
    }
  }

  @Override
  public void execute(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException e) {
      LOG.atDebug().setMessage("event loop is gone, and its clients with it").setCause(e).log();
    }
  }

  @Override
  public void schedule(Runnable task, Duration delay) {
    try {
      var _ = channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.atDebug().setMessage("event loop is gone, and its clients with it").setCause(e).log();
    }
  }

  /// Ends after this time, on the event loop.
  Mono<Void> after(Duration wait) {
    return Mono.create(
        sink -> {
          Future<?> timer =
              channel
                  .eventLoop()
                  .schedule(() -> sink.success(), wait.toNanos(), TimeUnit.NANOSECONDS);
          sink.onDispose(() -> timer.cancel(false));
        });
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public void onWritable(Runnable task) {
    handler.onWritable(task);
  }

  @Override
  public void abort() {
    execute(() -> handler.abort(channel));
  }
}
