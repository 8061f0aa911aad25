package online.speka.infra.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReplyReaderTest {

  private static ReplyReader reader(String text) {
    return new ReplyReader(
        new ByteArrayInputStream(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void answersFollowEachOtherOnOneConnection() throws IOException {
    ReplyReader reader =
        reader(
            "HTTP/1.1 200 OK\nContent-Length: 4\n\nfour"
                + "HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n3;x=y\nabc\nA\n0123456789\n0\n\n"
                + "HTTP/1.1 401 Unauthorized\ncontent-length: 2\nConnection: close\n\n{}");

    Reply first = reader.read();
    Reply second = reader.read();
    Reply third = reader.read();

    assertThat(first.text()).isEqualTo("four");
    assertThat(first.isAccepted()).isTrue();
    assertThat(first.isReusable()).isTrue();
    assertThat(second.text()).isEqualTo("abc0123456789");
    assertThat(second.isReusable()).isTrue();
    assertThat(third.isUnauthorized()).isTrue();
    assertThat(third.isAccepted()).isFalse();
    assertThat(third.isReusable()).isFalse();
  }

  @Test
  void halfAnAnswerIsNone() {
    assertThatThrownBy(() -> reader("HTTP/1.1 200 OK\ncontent-length: 9\n\nfour").read())
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> reader("HTTP/1.1 200 OK\ncontent-le").read())
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> reader("HTTP/1.1 200 OK\ncontent-length: -1\n\n").read())
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> reader("nothing\n\n").read()).isInstanceOf(IOException.class);
  }
}
