package online.speka.infra.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import online.speka.infra.bench.net.EventThread;
import online.speka.infra.bench.script.StreamScript;

/// Sends streamed chat requests to one target over kept-alive connections, one request at a time on
/// each. All of it happens on one event loop, where [#send] is to be called too. How many are in
/// flight is the caller's to bound.
public final class StreamClient {

  private static final int CONNECT_WAIT_MAX_MS = 5_000;

  private final Target target;
  private final LongSupplier ticker;
  private final LongConsumer gaps;
  private final Bootstrap bootstrap;
  private final AtomicLong tokens = new AtomicLong();
  private final Deque<StreamConnection> idle = new ArrayDeque<>();

  public StreamClient(Target target, EventLoop loop, LongSupplier ticker) {
    this(target, loop, ticker, _ -> {});
  }

  /// @param gaps gets the nanoseconds between any two tokens of a stream, on the event loop
  public StreamClient(Target target, EventLoop loop, LongSupplier ticker, LongConsumer gaps) {
    this.target = target;
    this.ticker = ticker;
    this.gaps = gaps;
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(EventThread.socket())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_WAIT_MAX_MS)
            .remoteAddress(target.base().getHost(), target.port())
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpResponseDecoder())
                        .addLast(new StreamConnection(channel, idle::push));
                  }
                });
  }

  public Target target() {
    return target;
  }

  /// Tokens read until now, of all its streams. From any thread.
  public long tokens() {
    return tokens.get();
  }

  /// The most recently used connection first: the others may have been closed for idleness.
  public void send(StreamScript script, long dueNanos, Consumer<Exchange> end) {
    send(script, dueNanos, _ -> {}, end);
  }

  /// @param begun gets the `x-request-id` of an answer that is a stream, when it begins
  public void send(
      StreamScript script, long dueNanos, Consumer<String> begun, Consumer<Exchange> end) {
    send(new Call(script, dueNanos, to -> target.request(script, to), begun, end));
  }

  /// Asks for a stream that somebody else caused.
  ///
  /// @param path below the target's base
  public void get(String path, StreamScript script, long dueNanos, Consumer<Exchange> end) {
    send(new Call(script, dueNanos, to -> target.request(path, to), _ -> {}, end));
  }

  private void send(Call call) {
    StreamConnection connection = idle.poll();
    while (connection != null && !connection.isOpen()) {
      connection = idle.poll();
    }
    if (connection == null) {
      connect(call);
    } else {
      begin(connection, call);
    }
  }

  private void connect(Call call) {
    var _ =
        bootstrap
            .connect()
            .addListener(
                (ChannelFutureListener)
                    future -> {
                      if (future.isSuccess()) {
                        Channel channel = future.channel();
                        begin(channel.pipeline().get(StreamConnection.class), call);
                      } else {
                        call.end()
                            .accept(
                                new Exchange.Failed(
                                    call.dueNanos(), "no connection to " + target.base()));
                      }
                    });
  }

  private void begin(StreamConnection connection, Call call) {
    TokenGaps watch = new TokenGaps(ticker, gaps);
    Runnable tokenRead =
        () -> {
          tokens.incrementAndGet();
          watch.run();
        };
    StreamCheck check =
        new StreamCheck(call.script(), call.dueNanos(), ticker.getAsLong(), ticker, tokenRead);
    connection.begin(check, call);
  }
}
