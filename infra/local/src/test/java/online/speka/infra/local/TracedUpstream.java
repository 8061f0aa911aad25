package online.speka.infra.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A small OpenAI-compatible server that remembers the trace of each request it got.
final class TracedUpstream implements AutoCloseable {

  static final String TEXT = "Over the wire.";

  private static final String STREAM =
      """
      data: {"id":"u1","object":"chat.completion.chunk","created":1,"model":"up/path","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

      data: {"id":"u1","object":"chat.completion.chunk","created":1,"model":"up/path","choices":[{"index":0,"delta":{"content":"%s"},"finish_reason":null}]}

      data: {"id":"u1","object":"chat.completion.chunk","created":1,"model":"up/path","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: {"id":"u1","object":"chat.completion.chunk","created":1,"model":"up/path","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":4,"total_tokens":11}}

      data: [DONE]

      """
          .formatted(TEXT);

  private final List<String> traceparents = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  TracedUpstream() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/v1/models",
        exchange -> answer(exchange, "application/json", "{\"object\":\"list\",\"data\":[]}"));
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          traceparents.add(exchange.getRequestHeaders().getFirst("traceparent"));
          answer(exchange, "text/event-stream", STREAM);
        });
    server.start();
  }

  private static void answer(HttpExchange exchange, String type, String body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  List<String> traceparents() {
    return traceparents;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
