package online.speka.infra.bench.net;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/// One event loop. Epoll where it is there: its timers have the resolution of nanoseconds, NIO's
/// have that of milliseconds.
public final class EventThread implements AutoCloseable {

  private static final int CLOSE_WAIT_MAX_MS = 2_000;

  private final EventLoopGroup group;

  public EventThread(String name) {
    var factory = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), factory);
  }

  public EventLoop loop() {
    return group.next();
  }

  public static Class<? extends SocketChannel> socket() {
    return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  public static Class<? extends ServerSocketChannel> serverSocket() {
    return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  @Override
  public void close() {
    group
        .shutdownGracefully(0, CLOSE_WAIT_MAX_MS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(CLOSE_WAIT_MAX_MS);
  }
}
