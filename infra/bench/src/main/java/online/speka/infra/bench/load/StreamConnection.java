package online.speka.infra.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One kept-alive connection and the exchange on it.
final class StreamConnection extends SimpleChannelInboundHandler<HttpObject> {

  private static final int OK = 200;
  private static final String REQUEST_ID = "x-request-id";

  private record Current(StreamCheck check, Call call) {
    long dueNanos() {
      return call.dueNanos();
    }
  }

  private final Channel channel;
  private final Consumer<StreamConnection> becameIdle;
  private @Nullable Current current;
  private int status;
  private boolean keepAlive;

  StreamConnection(Channel channel, Consumer<StreamConnection> becameIdle) {
    this.channel = channel;
    this.becameIdle = becameIdle;
  }

  boolean isOpen() {
    return channel.isActive();
  }

  void begin(StreamCheck check, Call call) {
    if (current != null) {
      throw new IllegalStateException("two requests on one connection");
    }
    current = new Current(check, call);
    var _ = channel.writeAndFlush(call.request().apply(channel.alloc()), channel.voidPromise());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    Current exchange = current;
    if (exchange == null) {
      // Bytes that nobody asked for: whatever they are, the next request must not get them.
      var _ = channel.close();
      return;
    }
    if (part.decoderResult().isFailure()) {
      breakOff(new Exchange.Wrong(exchange.dueNanos(), "not HTTP: " + part.decoderResult()));
      return;
    }
    if (part instanceof HttpResponse response) {
      status = response.status().code();
      keepAlive = HttpUtil.isKeepAlive(response);
      if (status == OK) {
        exchange.call().begun().accept(response.headers().get(REQUEST_ID, ""));
      }
    }
    if (part instanceof HttpContent content) {
      body(exchange, content);
    }
  }

  private void body(Current exchange, HttpContent content) {
    if (status == OK) {
      var fault = exchange.check().bytes(content.content());
      if (fault.isPresent()) {
        breakOff(fault.get());
        return;
      }
    }
    if (content instanceof LastHttpContent) {
      end(
          status == OK
              ? exchange.check().end()
              : new Exchange.Refused(exchange.dueNanos(), status));
    }
  }

  private void end(Exchange result) {
    Current exchange = current;
    current = null;
    if (keepAlive) {
      becameIdle.accept(this);
    } else {
      var _ = channel.close();
    }
    if (exchange != null) {
      exchange.call().end().accept(result);
    }
  }

  private void breakOff(Exchange result) {
    Current exchange = current;
    current = null;
    var _ = channel.close();
    if (exchange != null) {
      exchange.call().end().accept(result);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (current != null) {
      breakOff(new Exchange.Failed(current.dueNanos(), "the connection was closed"));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (current != null) {
      breakOff(new Exchange.Failed(current.dueNanos(), "the connection broke: " + cause));
    } else {
      var _ = channel.close();
    }
  }
}
