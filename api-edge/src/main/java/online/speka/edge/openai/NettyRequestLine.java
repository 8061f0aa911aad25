package online.speka.edge.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.HexFormat;
import java.util.function.Supplier;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.JobId;
import reactor.netty.channel.ChannelOperations;

/// Sees every request before the framework does, which answers what it cannot read without a body.
/// Here it gets the envelope like everything else; and a character that has no business in a URL is
/// escaped, so that it leads to "not found" and not to a broken request.
@ChannelHandler.Sharable
final class NettyRequestLine extends ChannelInboundHandlerAdapter {
  static final String NAME = "speka.requestLine";
  private static final String ALLOWED = "-._~:/?@!$&'()*+,;=";
  private static final ApiError MALFORMED =
      ApiError.of(ErrorReason.BAD_REQUEST, "This is not a well-formed HTTP request.");

  private final Supplier<JobId> ids;

  NettyRequestLine(Supplier<JobId> ids) {
    this.ids = ids;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      boolean idle = ChannelOperations.get(context.channel()) == null;
      if (request.decoderResult().isFailure() && idle) {
        ReferenceCountUtil.release(message);
        var _ = context.writeAndFlush(refusal()).addListener(ChannelFutureListener.CLOSE);
        return;
      }
      if (!isPlain(request.uri())) {
        request.setUri(escaped(request.uri()));
      }
    }
    context.fireChannelRead(message);
  }

  private FullHttpResponse refusal() {
    byte[] envelope = Envelope.document(MALFORMED);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(MALFORMED.reason().status()),
            Unpooled.wrappedBuffer(envelope));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
        .set(HttpHeaderNames.CONTENT_LENGTH, envelope.length)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
        .set(Answers.REQUEST_ID, Call.requestId(ids.get()))
        .set(Answers.PROCESSING_MS, 0);
    return response;
  }

  private static boolean isPlain(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      if (!isAllowed(uri, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(String uri, int at) {
    char c = uri.charAt(at);
    if (c == '%') {
      return isHexDigit(uri, at + 1) && isHexDigit(uri, at + 2);
    }
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || ALLOWED.indexOf(c) >= 0;
  }

  private static boolean isHexDigit(String uri, int at) {
    return at < uri.length() && HexFormat.isHexDigit(uri.charAt(at));
  }

  private static String escaped(String uri) {
    StringBuilder escaped = new StringBuilder(uri.length() + 16);
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (isAllowed(uri, i)) {
        escaped.append(c);
      } else {
        for (byte b : Character.toString(c).getBytes(UTF_8)) {
          escaped.append('%').append(String.format("%02X", b));
        }
      }
    }
    return escaped.toString();
  }
}
