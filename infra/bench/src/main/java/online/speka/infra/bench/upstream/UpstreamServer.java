package online.speka.infra.bench.upstream;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import online.speka.infra.bench.net.EventThread;
import online.speka.infra.bench.script.StreamScript.Shape;

/// The fixed-delay upstream: one thread, loopback only. Bare Netty, since whatever it costs is in
/// every number.
public final class UpstreamServer implements AutoCloseable {

  private static final int BODY_BYTES_MAX = 8 << 20;
  private static final int BACKLOG_MAX = 4096;

  private final EventThread thread;
  private final Channel server;

  private UpstreamServer(EventThread thread, Channel server) {
    this.thread = thread;
    this.server = server;
  }

  /// @param port 0 for any
  /// @param shape for prompts that do not ask for one themselves
  public static UpstreamServer start(int port, String model, Shape shape, LongSupplier ticker) {
    EventThread thread = new EventThread("upstream");
    Channel server =
        new ServerBootstrap()
            .group(thread.loop())
            .channel(EventThread.serverSocket())
            .option(ChannelOption.SO_BACKLOG, BACKLOG_MAX)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(BODY_BYTES_MAX))
                        .addLast(new UpstreamHandler(model, shape, ticker));
                  }
                })
            .bind("127.0.0.1", port)
            .syncUninterruptibly()
            .channel();
    return new UpstreamServer(thread, server);
  }

  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
    thread.close();
  }
}
