package online.speka.infra.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/// Takes spans as an OpenTelemetry collector does and answers one question: which services sent a
/// span of a trace. An OTLP message holds the service's name as text and the trace id as 16 raw
/// bytes, so no decoder is needed to find both.
final class SpanCollector implements AutoCloseable {

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  SpanCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
          try (InputStream body = exchange.getRequestBody();
              InputStream plain = packed ? new GZIPInputStream(body) : body) {
            messages.add(new String(plain.readAllBytes(), StandardCharsets.ISO_8859_1));
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
  }

  boolean hasSpanOf(String service, String traceId) {
    String raw = new String(HexFormat.of().parseHex(traceId), StandardCharsets.ISO_8859_1);
    return messages.stream().anyMatch(m -> m.contains(service) && m.contains(raw));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
