package online.speka.edge.openai;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import online.speka.edge.streaming.ClientConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Mono;
import reactor.netty.channel.ChannelOperations;

/// The channel of one client.
final class NettyClientConnection implements ClientConnection {
  private static final Logger LOG = LoggerFactory.getLogger(NettyClientConnection.class);
  private static final AttributeKey<Runnable> ON_WRITABLE =
      AttributeKey.valueOf(NettyClientConnection.class, "onWritable");

  private static final AttributeKey<Future<?>> CUT =
      AttributeKey.valueOf(NettyClientConnection.class, "cut");

  private final ChannelOperations<?, ?> exchange;
  private final Channel channel;

  private NettyClientConnection(ChannelOperations<?, ?> exchange) {
    this.exchange = exchange;
    this.channel = exchange.channel();
  }

  static NettyClientConnection of(ServerHttpResponse response) {
    return new NettyClientConnection(ServerHttpResponseDecorator.getNativeResponse(response));
  }

  /// A request begins: its connection is in use again.
  void begin() {
    Future<?> cut = channel.attr(CUT).getAndSet(null);
    if (cut != null) {
      cut.cancel(false);
    }
  }

  /// What is left of a refused request's body is dropped as it comes, so that the client reads the
  /// answer instead of a broken connection; but not for ever.
  void dropRestOfBody(Duration wait) {
    if (!exchange.isInboundDisposed()) {
      channel
          .attr(CUT)
          .set(
              channel
                  .eventLoop()
                  .schedule(() -> channel.close(), wait.toNanos(), TimeUnit.NANOSECONDS));
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
    channel.attr(ON_WRITABLE).set(task);
  }

  @Override
  public void abort() {
    var _ = channel.close();
  }

  /// Runs what the connection's current stream asked for when the socket takes bytes again.
  @ChannelHandler.Sharable
  static final class WritabilityHandler extends ChannelInboundHandlerAdapter {

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      @Nullable Runnable task = context.channel().attr(ON_WRITABLE).get();
      if (task != null && context.channel().isWritable()) {
        task.run();
      }
      context.fireChannelWritabilityChanged();
    }
  }
}
