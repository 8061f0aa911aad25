package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.job.Attempt;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.Cancellation;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;
import online.speka.worker.rendering.Jobs;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A chat stream of a server, told as events of the Responses API.
class TranslatedStreamTest {

  private static final UsageBounds BOUNDS = new UsageBounds(1000, 100, 12);
  private static final String USAGE =
      "{\"choices\":[],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":7}}";

  private final List<String> frames = new ArrayList<>();

  private static TranslatedStream stream(boolean streaming) {
    return TranslatedStream.of(
        new EngineRun(
            Jobs.of("meta/llama", JobKind.RESPONSES, streaming, "acme"),
            new Attempt(1, 1),
            "{\"model\":\"meta/llama\",\"input\":\"Hi\"}".getBytes(UTF_8),
            new Cancellation(),
            ""),
        BOUNDS);
  }

  private static String delta(String delta) {
    return "{\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}";
  }

  private static String finish(String reason) {
    return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
  }

  private static String call(String rest) {
    return delta("{\"tool_calls\":[{" + rest + "}]}");
  }

  private void feed(TranslatedStream stream, String... payloads) throws Exception {
    for (String payload : payloads) {
      byte[] event = ("data: " + payload + "\n\n").getBytes(UTF_8);
      stream.accept(SseEvent.of(event), bytes -> frames.add(new String(bytes, UTF_8)));
    }
  }

  private static String last(TranslatedStream stream) throws Exception {
    return new String(((EngineResult.Completed) stream.completed()).lastBytes(), UTF_8);
  }

  private static JsonNode response(String events) {
    String event = events.strip();
    return JsonMapper.shared()
        .readTree(event.substring(event.lastIndexOf("\ndata: ") + 7))
        .get("response");
  }

  @Test
  void wordsBecomeDeltasAndTheEndIsHeldBack() throws Exception {
    // Given
    TranslatedStream stream = stream(true);
    // When
    feed(
        stream,
        delta("{\"role\":\"assistant\",\"content\":\"\"}"),
        delta("{\"reasoning_content\":\"Hm\"}"),
        delta("{\"content\":\"Grüß\"}"),
        delta("{\"content\":\" dich\"}"),
        finish("stop"),
        USAGE,
        "[DONE]");
    // Then
    assertThat(frames).hasSize(3);
    assertThat(frames.get(0))
        .startsWith("event: response.created\n")
        .contains("\"type\":\"response.reasoning_text.delta\"");
    assertThat(frames.get(2))
        .startsWith("event: response.output_text.delta\n")
        .contains("\"delta\":\" dich\"");
    EngineResult.Completed completed = (EngineResult.Completed) stream.completed();
    assertThat(completed.usage()).isEqualTo(Usage.of(20, 7));
    JsonNode whole = response(new String(completed.lastBytes(), UTF_8));
    assertThat(whole.get("status").stringValue()).isEqualTo("completed");
    assertThat(whole.at("/output/0/content/0/text").stringValue()).isEqualTo("Hm");
    assertThat(whole.at("/output/1/content/0/text").stringValue()).isEqualTo("Grüß dich");
    assertThat(whole.at("/usage/input_tokens").intValue()).isEqualTo(20);
  }

  @Test
  void callsOfServersThatRepeatNamesOrLeaveOutNumbersAreTold() throws Exception {
    // Given
    TranslatedStream stream = stream(true);
    // When
    feed(
        stream,
        call("\"index\":0,\"id\":\"x\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}"),
        call("\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"}\"}"),
        call("\"function\":{\"name\":\"g\",\"arguments\":\"[]\"}"),
        finish("tool_calls"),
        "[DONE]");
    // Then
    JsonNode output = response(last(stream)).get("output");
    assertThat(output).hasSize(2);
    assertThat(output.at("/0/name").stringValue()).isEqualTo("f");
    assertThat(output.at("/0/arguments").stringValue()).isEqualTo("{}");
    assertThat(output.at("/1/name").stringValue()).isEqualTo("g");
    assertThat(output.at("/1/arguments").stringValue()).isEqualTo("[]");
    assertThat(output.at("/0/call_id")).isNotEqualTo(output.at("/1/call_id"));
  }

  @Test
  void aDocumentShowsNothingBeforeItsEnd() throws Exception {
    // Given
    TranslatedStream stream = stream(false);
    // When
    feed(stream, delta("{\"content\":\"Hi\"}"), finish("length"), "[DONE]");
    // Then
    assertThat(frames).isEmpty();
    JsonNode document = JsonMapper.shared().readTree(last(stream));
    assertThat(document.at("/incomplete_details/reason").stringValue())
        .isEqualTo("max_output_tokens");
    assertThat(document.at("/output/0/status").stringValue()).isEqualTo("incomplete");
  }

  @Test
  void aStreamThatBreaksOffIsNoAnswer() throws Exception {
    // Given
    TranslatedStream stream = stream(true);
    // When
    feed(stream, delta("{\"content\":\"Hi\"}"));
    // Then
    assertThatThrownBy(stream::completed).isInstanceOf(UpstreamException.class);
    assertThat(stream.hasBegun()).isTrue();
    assertThat(stream.usageSoFar().completionTokens()).isEqualTo(1);
  }

  @Test
  void whatIsNoChunkIsRefused() {
    for (String wrong :
        List.of(
            "[1]",
            "{\"error\":{\"message\":\"boom\",\"code\":500}}",
            call("\"index\":3,\"function\":{\"arguments\":\"{}\"}"))) {
      assertThatThrownBy(() -> feed(stream(true), wrong))
          .as(wrong)
          .isInstanceOf(UpstreamException.class);
    }
  }
}
