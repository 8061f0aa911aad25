package online.speka.infra.bench.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import online.speka.infra.bench.script.FirstToken;
import online.speka.infra.bench.script.StreamScript.Shape;

/// One answer on its way, on its connection's event loop: token `i` is written at `arrived + first
/// + i × inter`, reckoned from the arrival, so lateness of one token does not move the next.
final class Answer {

  private final ChannelHandlerContext context;
  private final ChatRequest request;
  private final LongSupplier ticker;
  private final AnswerText text;
  private final long arrivedNanos;
  private int next;

  Answer(
      ChannelHandlerContext context, ChatRequest request, long arrivedNanos, LongSupplier ticker) {
    this.context = context;
    this.request = request;
    this.ticker = ticker;
    this.text = new AnswerText(request);
    this.arrivedNanos = arrivedNanos;
  }

  void begin() {
    if (request.stream()) {
      at(dueNanos(0), this::writeToken);
    } else {
      at(dueNanos(shape().tokens() - 1), this::writeDocument);
    }
  }

  private void writeToken() {
    StringBuilder bytes = new StringBuilder();
    if (next == 0) {
      var _ = context.write(streamHead());
      bytes.append(text.begin(firstToken()));
    } else {
      bytes.append(text.token(next));
    }
    next++;
    if (next < shape().tokens()) {
      var _ = context.writeAndFlush(new DefaultHttpContent(buffer(bytes)));
      at(dueNanos(next), this::writeToken);
    } else {
      bytes.append(text.end());
      var _ = context.write(new DefaultHttpContent(buffer(bytes)));
      var _ = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  private void writeDocument() {
    ByteBuf body = buffer(text.document(firstToken()));
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    var _ = context.writeAndFlush(response);
  }

  private static HttpResponse streamHead() {
    var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
    response.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE);
    response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    return response;
  }

  private FirstToken firstToken() {
    return new FirstToken(request.script().mark(), arrivedNanos, ticker.getAsLong());
  }

  private ByteBuf buffer(CharSequence ascii) {
    return ByteBufUtil.writeAscii(context.alloc(), ascii);
  }

  private Shape shape() {
    return request.script().shape();
  }

  private long dueNanos(int token) {
    return arrivedNanos + shape().firstToken().toNanos() + token * shape().interToken().toNanos();
  }

  private void at(long nanos, Runnable step) {
    var _ =
        context
            .executor()
            .schedule(
                () -> {
                  // A client that has left wants nothing more.
                  if (context.channel().isActive()) {
                    step.run();
                  }
                },
                nanos - ticker.getAsLong(),
                TimeUnit.NANOSECONDS);
  }
}
