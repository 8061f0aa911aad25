package online.speka.infra.bench.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Optional;
import java.util.function.LongSupplier;
import online.speka.infra.bench.script.StreamScript.Shape;

/// Routes the requests of one connection.
final class UpstreamHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private final String model;
  private final Shape shape;
  private final LongSupplier ticker;

  UpstreamHandler(String model, Shape shape, LongSupplier ticker) {
    this.model = model;
    this.shape = shape;
    this.ticker = ticker;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    long arrivedNanos = ticker.getAsLong();
    if (request.method().equals(HttpMethod.POST) && request.uri().equals("/v1/chat/completions")) {
      Optional<ChatRequest> chat = ChatRequest.parse(request.content(), shape);
      if (chat.isEmpty()) {
        reply(context, HttpResponseStatus.BAD_REQUEST, error("not a chat request"));
      } else if (!chat.get().model().equals(model)) {
        reply(context, HttpResponseStatus.NOT_FOUND, error("no such model"));
      } else {
        new Answer(context, chat.get(), arrivedNanos, ticker).begin();
      }
    } else if (request.method().equals(HttpMethod.GET) && request.uri().equals("/v1/models")) {
      reply(context, HttpResponseStatus.OK, models());
    } else {
      reply(context, HttpResponseStatus.NOT_FOUND, error("no such route"));
    }
  }

  private String models() {
    return "{\"object\":\"list\",\"data\":[{\"id\":\"%s\",\"object\":\"model\",\"created\":0,\"owned_by\":\"bench\"}]}"
        .formatted(model);
  }

  private static String error(String message) {
    return "{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}"
        .formatted(message);
  }

  private static void reply(ChannelHandlerContext context, HttpResponseStatus status, String json) {
    ByteBuf body = ByteBufUtil.writeAscii(context.alloc(), json);
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    var _ = context.writeAndFlush(response);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A connection that breaks is the client's doing, and the client counts it.
    var _ = context.close();
  }
}
