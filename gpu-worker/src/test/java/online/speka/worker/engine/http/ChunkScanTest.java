package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChunkScanTest {

  @Test
  void aModelThatTalksAboutTheWordsIsNotMisread() {
    SseEvent.Data event =
        data(
            """
            {"choices":[{"delta":{"content":"the \\"usage\\": {1} and \\"error\\": x and \\"finish_reason\\": \\"stop\\""},"finish_reason":null}]}""");

    assertThat(ChunkScan.mayHaveUsage(event)).isFalse();
    assertThat(ChunkScan.mayBeError(event)).isFalse();
    assertThat(ChunkScan.finished(event)).isZero();
    assertThat(ChunkScan.hasText(event)).isTrue();
  }

  @Test
  void usageIsSeenUnlessItIsNull() {
    assertThat(ChunkScan.mayHaveUsage(data("{\"usage\":null}"))).isFalse();
    assertThat(ChunkScan.mayHaveUsage(data("{\"usage\" : {\"prompt_tokens\":1}}"))).isTrue();
  }

  @Test
  void everyEndingChoiceIsCounted() {
    assertThat(ChunkScan.finished(data("{\"choices\":[{\"finish_reason\":\"stop\"}]}")))
        .isEqualTo(1);
    assertThat(
            ChunkScan.finished(
                data(
                    "{\"choices\":[{\"finish_reason\": \"stop\"},{\"finish_reason\":null},"
                        + "{\"finish_reason\" :\"length\"}]}")))
        .isEqualTo(2);
  }

  @Test
  void textIsWhatWasGenerated() {
    assertThat(ChunkScan.hasText(delta("{\"role\":\"assistant\",\"content\":\"\"}"))).isFalse();
    assertThat(ChunkScan.hasText(delta("{}"))).isFalse();
    assertThat(ChunkScan.hasText(delta("{\"content\":null}"))).isFalse();
    assertThat(ChunkScan.hasText(delta("{\"content\":\"x\"}"))).isTrue();
    assertThat(ChunkScan.hasText(delta("{\"reasoning_content\":\"x\"}"))).isTrue();
    assertThat(
            ChunkScan.hasText(
                delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\"}}]}")))
        .isTrue();
  }

  @Test
  void doneIsTheWholePayload() {
    assertThat(ChunkScan.isDone(data("[DONE]"))).isTrue();
    assertThat(ChunkScan.isDone(data(" [DONE] "))).isTrue();
    assertThat(ChunkScan.isDone(data("{\"content\":\"[DONE]\"}"))).isFalse();
    assertThat(ChunkScan.isDone(data("[DONE]x"))).isFalse();
    assertThat(ChunkScan.isDone(data(""))).isFalse();
  }

  @Test
  void anythingButAnObjectIsNoChunk() {
    assertThat(ChunkScan.isObject(data("{}"))).isTrue();
    assertThat(ChunkScan.isObject(data(" {\"a\":1} "))).isTrue();
    assertThat(ChunkScan.isObject(data("{\"a\":"))).isFalse();
    assertThat(ChunkScan.isObject(data("<html>"))).isFalse();
    assertThat(ChunkScan.isObject(data(""))).isFalse();
  }

  private static SseEvent.Data delta(String delta) {
    return data("{\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}");
  }

  static SseEvent.Data data(String payload) {
    byte[] bytes = ("data: " + payload + "\n\n").getBytes(UTF_8);
    return new SseEvent.Data(bytes, 6, bytes.length - 2);
  }
}
