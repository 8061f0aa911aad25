package online.speka.infra.faults.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseParserTest {

  private static final String CHUNKED =
      String.join(
          "\r\n",
          "HTTP/1.1 200 OK",
          "Transfer-Encoding: chunked",
          "",
          "5",
          "hello",
          "a",
          ", \r\nworld!",
          "0",
          "",
          "");

  private final StringBuilder seen = new StringBuilder();
  private final ResponseParser parser =
      new ResponseParser(
          new ResponseParser.Parts() {
            @Override
            public void head(int status, List<String> headers) {
              seen.append(status).append('|');
            }

            @Override
            public void body(String text) {
              seen.append(text);
            }
          });

  private void feed(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    parser.feed(bytes, bytes.length);
  }

  @Test
  void aChunkedBodyIsTheSameWhereverTheNetworkCutsIt() {
    for (int i = 0; i < CHUNKED.length(); i++) {
      char c = CHUNKED.charAt(i);
      assertThat(parser.isWhole()).isFalse();
      feed(String.valueOf(c));
    }

    assertThat(parser.isWhole()).isTrue();
    assertThat(seen).hasToString("200|hello, \r\nworld!");
  }

  @Test
  void aBodyOfKnownLengthEndsWithItsLastByte() {
    feed("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbu");
    assertThat(parser.isWhole()).isFalse();

    feed("sy");

    assertThat(parser.isWhole()).isTrue();
    assertThat(seen).hasToString("503|busy");
  }

  @Test
  void aBodyWithoutItsLastChunkIsNotWhole() {
    feed(CHUNKED.substring(0, CHUNKED.length() - 5));

    assertThat(parser.isWhole()).isFalse();
  }

  @Test
  void whatIsNotHttpIsSaidToBeNone() {
    assertThatThrownBy(() -> feed("SSH-2.0-x\r\n\r\n")).hasMessageContaining("not HTTP");
  }
}
