package online.speka.infra.bench.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpDoorTest {

  private static final Ask ASK = Ask.get("/v1/models", "sk-1");

  private final Queue<String> heads = new ConcurrentLinkedQueue<>();
  private ServerSocket server;
  private HttpDoor door;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    door = new HttpDoor(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1"));
  }

  @AfterEach
  void close() throws IOException {
    door.close();
    server.close();
  }

  /** One list of answers for each connection, which is closed after the last of them. */
  private void serve(List<List<String>> connections) {
    Thread.ofVirtual()
        .start(
            () -> {
              for (List<String> answers : connections) {
                try (Socket socket = server.accept()) {
                  for (String answer : answers) {
                    heads.add(head(socket));
                    socket.getOutputStream().write(answer.replace("\n", "\r\n").getBytes(UTF_8));
                  }
                } catch (IOException e) {
                  heads.add(e.toString());
                }
              }
            });
  }

  private static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
    return head.toString();
  }

  @Test
  void aConnectionIsUsedAgainAndReplacedWhenTheServerHasClosedIt() {
    String answer = "HTTP/1.1 200 OK\ncontent-length: 0\n\n";
    serve(List.of(List.of(answer, answer), List.of("HTTP/1.1 401 No\ncontent-length: 0\n\n")));

    assertThat(door.ask(ASK).status()).isEqualTo(200);
    assertThat(door.ask(ASK).status()).isEqualTo(200);
    assertThat(door.ask(ASK).status()).isEqualTo(401);

    assertThat(heads)
        .hasSize(3)
        .allMatch(head -> head.startsWith("GET /v1/models HTTP/1.1\r\n"))
        .allMatch(head -> head.contains("\r\nAuthorization: Bearer sk-1\r\n"));
  }

  @Test
  void aServerThatSaysNothingIsNoAnswer() {
    serve(List.of(List.of("")));

    assertThat(door.ask(ASK).status()).isZero();
  }

  @Test
  void theEndOfAStreamIsToldApart() {
    String begin = "HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n10\ndata: {\"id\":1}\n\n\n";
    serve(
        List.of(
            List.of(begin + "8\ndata: {\"error\":{}}\n\n\n"),
            List.of(begin + "8\ndata: [DONE]\n\n\n"),
            List.of(begin),
            List.of("HTTP/1.1 401 No\ncontent-length: 0\n\n")));

    assertThat(door.open(ASK).readToEnd()).isEqualTo(EventStream.End.ERROR);
    assertThat(door.open(ASK).readToEnd()).isEqualTo(EventStream.End.DONE);
    assertThat(door.open(ASK).readToEnd()).isEqualTo(EventStream.End.BROKEN);
    assertThat(door.open(ASK)).isNull();
  }
}
