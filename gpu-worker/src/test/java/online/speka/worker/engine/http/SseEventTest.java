package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SseEventTest {

  @Test
  void aPlainEventIsPassedOnAsItIs() {
    byte[] raw = "data: {\"a\": 1 }\n\n".getBytes(UTF_8);

    SseEvent.Data data = data(raw);

    assertThat(data.bytes()).isSameAs(raw);
    assertThat(new String(data.payload(), UTF_8)).isEqualTo("{\"a\": 1 }");
  }

  @Test
  void otherFormsAreFramedAnewAroundTheSamePayload() {
    assertThat(framed("data:{\"a\":1}\r\n\r\n")).isEqualTo("data: {\"a\":1}\n\n");
    assertThat(framed("data: {\"a\":1}\r\r")).isEqualTo("data: {\"a\":1}\n\n");
    assertThat(framed("id: 7\nevent: chunk\nretry: 10\ndata: {\"a\":1}\n\n"))
        .isEqualTo("data: {\"a\":1}\n\n");
    assertThat(framed(": ping\ndata: {\"a\":1}\n\n")).isEqualTo("data: {\"a\":1}\n\n");
    assertThat(framed("data: {\ndata: }\n\n")).isEqualTo("data: {\ndata: }\n\n");
  }

  @Test
  void commentsAndFieldsWithoutDataAreKeptFromClients() {
    assertThat(SseEvent.of(": ping\n\n".getBytes(UTF_8))).isInstanceOf(SseEvent.Ignored.class);
    assertThat(SseEvent.of("id: 7\n\n".getBytes(UTF_8))).isInstanceOf(SseEvent.Ignored.class);
    assertThat(SseEvent.of("data\n\n".getBytes(UTF_8))).isInstanceOf(SseEvent.Ignored.class);
  }

  /// Bug 3 of the interface's page: a failure in mid-stream under a field of its own.
  @Test
  void anErrorUnderAFieldOrTypeOfItsOwnIsAFailure() {
    assertThat(SseEvent.of("error: {\"code\":500}\n\n".getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            SseEvent.Failure.class,
            failure ->
                assertThat(new String(failure.payload(), UTF_8)).isEqualTo("{\"code\":500}"));
    assertThat(SseEvent.of("event: error\ndata: {\"code\":500}\n\n".getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            SseEvent.Failure.class,
            failure ->
                assertThat(new String(failure.payload(), UTF_8)).isEqualTo("{\"code\":500}"));
  }

  private static String framed(String raw) {
    return new String(data(raw.getBytes(UTF_8)).bytes(), UTF_8);
  }

  private static SseEvent.Data data(byte[] raw) {
    return (SseEvent.Data) SseEvent.of(raw);
  }
}
