package online.speka.edge.openai;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Stands nearest to the socket of each connection. Tells the connection's stream when the socket
/// takes bytes again; and lets a client read why it was refused while it is still sending: a socket
/// that is closed with unread bytes resets the connection, and the answer with it.
final class NettyConnectionHandler extends ChannelDuplexHandler {
  private static final AttributeKey<NettyConnectionHandler> KEY =
      AttributeKey.valueOf(NettyConnectionHandler.class, "handler");

  private volatile Runnable onWritable = () -> {};
  private @Nullable Duration dropWait;
  private @Nullable Future<?> cut;
  private boolean lingering;

  static NettyConnectionHandler of(Channel channel) {
    return channel.attr(KEY).get();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    context.channel().attr(KEY).set(this);
  }

  /// From any thread.
  void onWritable(Runnable task) {
    onWritable = task;
  }

  /// A request begins: the connection is in use again.
  void begin() {
    dropWait = null;
    if (cut != null) {
      cut.cancel(false);
      cut = null;
    }
  }

  /// A request is answered before all of it has come. The rest is dropped as it comes, for so long.
  void dropRestOfBody(Channel channel, Duration wait) {
    dropWait = wait;
    cut = channel.eventLoop().schedule(() -> abort(channel), wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  void abort(Channel channel) {
    dropWait = null;
    var _ = channel.close();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      onWritable.run();
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (lingering) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  /// Says that nothing more comes, and goes on reading; the client's own end, or the timer, closes.
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    Channel channel = context.channel();
    if (dropWait == null || !channel.isActive() || !(channel instanceof DuplexChannel duplex)) {
      var _ = context.close(promise);
      return;
    }
    if (!lingering) {
      lingering = true;
      var _ = duplex.shutdownOutput();
      channel.config().setAutoRead(true);
      channel.read();
    }
    var _ = channel.closeFuture().addListener(_ -> promise.trySuccess());
  }
}
