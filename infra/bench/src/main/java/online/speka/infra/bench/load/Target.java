package online.speka.infra.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.net.URI;
import online.speka.infra.bench.script.StreamScript;

/// Where requests go.
///
/// @param name for people: `direct`, `through`, or what it is
/// @param base what paths stand below: for a platform up to and including `/v1`
/// @param key empty if none is wanted
public record Target(String name, URI base, String key, String model) {

  public Target {
    if (!"http".equals(base.getScheme()) || base.getHost() == null) {
      throw new IllegalArgumentException("the bench drives http:// URLs, not " + base);
    }
  }

  int port() {
    return base.getPort() < 0 ? 80 : base.getPort();
  }

  /// Head and body of a streamed chat request.
  ByteBuf request(StreamScript script, ByteBufAllocator allocator) {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"max_tokens\":%d,\"stream\":true,\"stream_options\":{\"include_usage\":true}}"
            .formatted(model, script.prompt(), script.shape().tokens());
    String head =
        "POST %s/chat/completions HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(base.getPath(), base.getHost(), port(), body.length(), authorization());
    return ByteBufUtil.writeAscii(allocator, head + body);
  }

  /// A request for what is at a path below the base.
  ByteBuf request(String path, ByteBufAllocator allocator) {
    return ByteBufUtil.writeAscii(
        allocator,
        "GET %s%s HTTP/1.1\r\nHost: %s:%d\r\n%s\r\n"
            .formatted(base.getPath(), path, base.getHost(), port(), authorization()));
  }

  private String authorization() {
    return key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n";
  }

  /// A key has no business in logs.
  @Override
  public String toString() {
    return name + " " + base;
  }
}
