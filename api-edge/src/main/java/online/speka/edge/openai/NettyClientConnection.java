package online.speka.edge.openai;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import online.speka.edge.streaming.ClientConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.netty.http.server.HttpServerResponse;

/// The channel of one client.
final class NettyClientConnection implements ClientConnection {
  private static final Logger LOG = LoggerFactory.getLogger(NettyClientConnection.class);
  private static final AttributeKey<Runnable> ON_WRITABLE =
      AttributeKey.valueOf(NettyClientConnection.class, "onWritable");

  private final Channel channel;

  private NettyClientConnection(Channel channel) {
    this.channel = channel;
  }

  static NettyClientConnection of(ServerHttpResponse response) {
    HttpServerResponse exchange = ServerHttpResponseDecorator.getNativeResponse(response);
    Channel[] channel = new Channel[1];
    exchange.withConnection(connection -> channel[0] = connection.channel());
    return new NettyClientConnection(channel[0]);
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
