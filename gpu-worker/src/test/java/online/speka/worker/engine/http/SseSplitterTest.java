package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseSplitterTest {

  private static final String STREAM =
      """
      data: {"choices":[{"delta":{"content":"Grüße 👋"}}]}

      : a comment

      event: message
      data: {"a":1}
      data: {"b":2}

      data: [DONE]

      """;

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void cutAnywhereTheEventsAreTheSame(String lineEnd) throws UpstreamException {
    byte[] stream = STREAM.replace("\n", lineEnd).getBytes(UTF_8);
    List<String> whole = split(stream, stream.length);
    assertThat(whole).hasSize(4);

    for (int first = 0; first <= stream.length; first++) {
      for (int second = first; second <= stream.length; second += 7) {
        assertThat(split(stream, first, second)).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void byteByByteTheEventsAreTheSame(String lineEnd) throws UpstreamException {
    byte[] stream = STREAM.replace("\n", lineEnd).getBytes(UTF_8);
    int[] cuts = new int[stream.length];
    for (int i = 0; i < cuts.length; i++) {
      cuts[i] = i;
    }

    assertThat(split(stream, cuts)).isEqualTo(split(stream));
  }

  @Test
  void plainEventsKeepEveryByte() throws UpstreamException {
    byte[] stream = "data: {\"a\": 1}\n\ndata:  [DONE] \n\n".getBytes(UTF_8);

    assertThat(split(stream)).containsExactly("data: {\"a\": 1}\n\n", "data:  [DONE] \n\n");
  }

  @Test
  void emptyLinesBetweenEventsAreNoEvents() throws UpstreamException {
    byte[] stream = "\n\n\ndata: 1\n\n\n\ndata: 2\n\n".getBytes(UTF_8);

    assertThat(split(stream)).containsExactly("data: 1\n\n", "data: 2\n\n");
  }

  @Test
  void anUnfinishedEventIsTheRest() throws UpstreamException {
    SseSplitter splitter = new SseSplitter(1000);
    byte[] stream = "data: 1\n\ndata: [DO".getBytes(UTF_8);

    assertThat(splitter.feed(stream, 0, stream.length)).hasSize(1);
    assertThat(new String(splitter.rest(), UTF_8)).isEqualTo("data: [DO");
  }

  @Test
  void anEventWithoutEndIsRefused() {
    SseSplitter splitter = new SseSplitter(4096);
    byte[] endless = "x".repeat(4097).getBytes(UTF_8);

    assertThatThrownBy(() -> splitter.feed(endless, 0, endless.length))
        .isInstanceOf(UpstreamException.class);
  }

  private static List<String> split(byte[] stream, int... cuts) throws UpstreamException {
    SseSplitter splitter = new SseSplitter(100_000);
    List<String> events = new ArrayList<>();
    int from = 0;
    for (int cut : cuts) {
      splitter.feed(stream, from, cut).forEach(event -> events.add(new String(event, UTF_8)));
      from = cut;
    }
    splitter
        .feed(stream, from, stream.length)
        .forEach(event -> events.add(new String(event, UTF_8)));
    return events;
  }
}
